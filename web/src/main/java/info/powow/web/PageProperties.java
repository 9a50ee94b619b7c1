package info.powow.web;

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
  /// A tile server. It learns where users look on the map.
  ///
  /// @param url the HTTPS URL template of a tile server for the map, with `{z}`, `{x}` and `{y}`
  /// @param attribution the attribution that the owner of the map requires
  record Tiles(String url, String attribution) {
    /// The host becomes part of the page's content security policy, so nothing else may be in it.
    private static final Pattern ADDRESS =
        Pattern.compile("(https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?)/.*");

    Tiles {
      for (String part : new String[] {"/{z}", "{x}", "{y}"}) {
        if (!url.contains(part)) {
          throw new IllegalArgumentException(
              "the URL of the tile server must contain {z}, {x} and {y}");
        }
      }
      if (!ADDRESS.matcher(url).matches() || attribution.isBlank()) {
        throw new IllegalArgumentException(
            "the tile server must use HTTPS and have an attribution");
      }
    }

    /// For the page's content security policy.
    String origin() {
      Matcher address = ADDRESS.matcher(url);
      if (!address.matches()) {
        throw new IllegalStateException("it was checked before");
      }
      return address.group(1);
    }

    String element() {
      return "<meta name=\"powow-tiles\" content=\"%s\" data-attribution=\"%s\">"
          .formatted(HtmlUtils.htmlEscape(url), HtmlUtils.htmlEscape(attribution));
    }
  }
}
