package info.powow.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.web.util.HtmlUtils;

/// The page, `powow.page.*`.
///
/// @param tiles where the map comes from; the server's own coarse one when it is not said
@ConfigurationProperties("powow.page")
record PageProperties(@Nullable Tiles tiles) {
  /// A tile server. Whoever looks at the map tells it where they look.
  ///
  /// @param url address over HTTPS of a tile of the map, with `{z}`, `{x}` and `{y}`, where that is
  ///     to come from a tile server
  /// @param attribution whom that map is owed to, as its owners ask for
  record Tiles(String url, String attribution) {
    /// What stands here stands in the page's policy too, so it can be nothing but a host.
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

    /// For the page's policy.
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
