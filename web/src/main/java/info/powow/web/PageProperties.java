package info.powow.web;

import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.web.util.HtmlUtils;

/// The page, `powow.page.*`.
///
/// @param tiles the source of the map; by default, the server's own coarse one
@ConfigurationProperties("powow.page")
record PageProperties(@Nullable Tiles tiles) {
  /// Where the map comes from: a tile server, which learns where users look, or a file that this server has.
  ///
  /// @param url the HTTPS URL template of a tile server for the map, with `{z}`, `{x}` and `{y}`
  /// @param file a PMTiles file with vector tiles of OpenMapTiles or Protomaps, for streets on the map; not together with a URL
  /// @param attribution the attribution that the owner of the map requires; by default, that of OpenStreetMap for a file
  record Tiles(@Nullable String url, @Nullable Path file, @Nullable String attribution) {
    /// The host becomes part of the page's content security policy, so nothing else may be in it.
    private static final Pattern ADDRESS =
        Pattern.compile("(https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?)/.*");

    Tiles {
      if ((url == null) == (file == null)) {
        throw new IllegalArgumentException("the map needs either a URL or a file");
      }
      if (url != null) {
        for (String part : new String[] {"/{z}", "{x}", "{y}"}) {
          if (!url.contains(part)) {
            throw new IllegalArgumentException(
                "the URL of the tile server must contain {z}, {x} and {y}");
          }
        }
        if (!ADDRESS.matcher(url).matches() || attribution == null || attribution.isBlank()) {
          throw new IllegalArgumentException(
              "the tile server must use HTTPS and have an attribution");
        }
      } else if (attribution == null) {
        attribution = "© OpenStreetMap contributors";
      }
    }

    /// For the page's content security policy; null for a file.
    @Nullable String origin() {
      if (url == null) {
        return null;
      }
      Matcher address = ADDRESS.matcher(url);
      if (!address.matches()) {
        throw new IllegalStateException("it was checked before");
      }
      return address.group(1);
    }

    /// Tells the page.
    ///
    /// @param streets the map from the file, if there is one
    String element(@Nullable StreetMap streets) {
      String where = streets == null ? Objects.requireNonNull(url) : streets.path();
      return "<meta name=\"powow-%s\" content=\"%s\" data-attribution=\"%s\">"
          .formatted(
              streets == null ? "tiles" : "streets",
              HtmlUtils.htmlEscape(where),
              HtmlUtils.htmlEscape(Objects.requireNonNull(attribution)));
    }
  }
}
