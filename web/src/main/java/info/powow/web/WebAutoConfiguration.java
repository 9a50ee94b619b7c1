package info.powow.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// Serves the page at `/`, the page for developers at `/docs`, those for staff, the service worker, and assets below `/assets`. The state of
/// the page is after the `#` of the URL, which no server sees, so no other path is affected.
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(PageProperties.class)
public class WebAutoConfiguration implements WebMvcConfigurer {
  private static final String PAGE = "info/powow/web/page/";

  /// The page may run only its own scripts, connect only to its own server, and may not be framed. Trusted Types make the browser refuse to
  /// turn text into markup; the only allowed policy is for the service worker's URL.
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src %s; connect-src 'self'; "
          + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
          + "require-trusted-types-for 'script'; trusted-types powow-worker";

  /// The service worker may fetch the page and its assets, show icons with notifications, and nothing else.
  private static final String WORKER_POLICY =
      "default-src 'none'; connect-src 'self'; img-src 'self'";

  /// A wrong file stops the start.
  @Bean(destroyMethod = "close")
  @ConditionalOnProperty("powow.page.tiles.file")
  StreetMap streetMap(PageProperties properties) throws IOException {
    Path file = Objects.requireNonNull(properties.tiles()).file();
    return StreetMap.open(Objects.requireNonNull(file));
  }

  @Bean
  @ConditionalOnBean(StreetMap.class)
  RouterFunction<ServerResponse> streets(StreetMap streets) {
    return RouterFunctions.route()
        .GET(StreetMap.PATH, streets::serve)
        .HEAD(StreetMap.PATH, streets::serve)
        .build();
  }

  @Bean
  RouterFunction<ServerResponse> page(PageProperties properties, ObjectProvider<StreetMap> streets)
      throws IOException {
    PageProperties.Tiles tiles = properties.tiles();
    String origin = tiles == null ? null : tiles.origin();
    String pictures = origin == null ? "'self' blob:" : "'self' blob: " + origin;
    String policy = CONTENT_SECURITY_POLICY.formatted(pictures);
    String index =
        new ClassPathResource(PAGE + "index.html")
            .getContentAsString(StandardCharsets.UTF_8)
            .replace("{tiles}", tiles == null ? "" : tiles.element(streets.getIfAvailable()));
    String operators =
        new ClassPathResource(PAGE + "ops.html").getContentAsString(StandardCharsets.UTF_8);
    String operatorsPolicy = CONTENT_SECURITY_POLICY.formatted("'self'");
    String manifest =
        new ClassPathResource(PAGE + "manifest.webmanifest")
            .getContentAsString(StandardCharsets.UTF_8);
    String audit =
        new ClassPathResource(PAGE + "audit.html").getContentAsString(StandardCharsets.UTF_8);
    String analytics =
        new ClassPathResource(PAGE + "analytics.html").getContentAsString(StandardCharsets.UTF_8);
    String docs =
        new ClassPathResource(PAGE + "docs.html").getContentAsString(StandardCharsets.UTF_8);
    String worker =
        new ClassPathResource(PAGE + "worker.js").getContentAsString(StandardCharsets.UTF_8);
    return RouterFunctions.route()
        .GET(
            "/",
            request ->
                ServerResponse.ok()
                    .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    // Cached, but revalidated each time: it names the assets of this version.
                    .cacheControl(CacheControl.noCache())
                    .header("Content-Security-Policy", policy)
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cross-Origin-Opener-Policy", "same-origin")
                    .header(
                        "Permissions-Policy",
                        "camera=(), microphone=(), geolocation=(self), payment=(), usb=()")
                    .body(index))
        .GET(
            "/audit",
            request ->
                ServerResponse.ok()
                    .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    .cacheControl(CacheControl.noCache())
                    .header("Content-Security-Policy", policy)
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cross-Origin-Opener-Policy", "same-origin")
                    .header("X-Robots-Tag", "noindex")
                    .body(audit))
        .GET(
            "/analytics",
            request ->
                ServerResponse.ok()
                    .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    .cacheControl(CacheControl.noCache())
                    .header("Content-Security-Policy", operatorsPolicy)
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cross-Origin-Opener-Policy", "same-origin")
                    .header("X-Robots-Tag", "noindex")
                    .body(analytics))
        .GET(
            "/ops",
            request ->
                ServerResponse.ok()
                    .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    .cacheControl(CacheControl.noCache())
                    .header("Content-Security-Policy", operatorsPolicy)
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cross-Origin-Opener-Policy", "same-origin")
                    .body(operators))
        .GET(
            "/docs",
            request ->
                ServerResponse.ok()
                    .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    .cacheControl(CacheControl.noCache())
                    .header("Content-Security-Policy", operatorsPolicy)
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cross-Origin-Opener-Policy", "same-origin")
                    .body(docs))
        .GET(
            "/worker.js",
            request ->
                ServerResponse.ok()
                    .contentType(new MediaType("text", "javascript", StandardCharsets.UTF_8))
                    .cacheControl(CacheControl.noCache())
                    .header("Content-Security-Policy", WORKER_POLICY)
                    .body(worker))
        .GET(
            "/manifest.webmanifest",
            request ->
                ServerResponse.ok()
                    .contentType(new MediaType("application", "manifest+json"))
                    .cacheControl(CacheControl.noCache())
                    .body(manifest))
        .build();
  }

  /// Asset names change with their content, so they never need revalidation.
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    EncodedResourceResolver compressed = new EncodedResourceResolver();
    compressed.setContentCodings(List.of("gzip"));
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations("classpath:/" + PAGE + "assets/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
        .resourceChain(true)
        .addResolver(compressed)
        .addResolver(new PathResourceResolver());
  }
}
