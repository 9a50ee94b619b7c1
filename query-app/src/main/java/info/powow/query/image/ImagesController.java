package info.powow.query.image;

import info.powow.domain.ImageId;
import info.powow.domain.Rejected;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import info.powow.domain.image.RenditionRequest;
import info.powow.domain.image.RenditionWidths;
import info.powow.identity.SignedIn;
import info.powow.images.ImageProcessor;
import info.powow.images.Renditions;
import info.powow.images.store.ImageStore.Stored;
import info.powow.query.WaitsForViews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.util.StreamUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/// Pictures, in the requested form.
@WaitsForViews
@RestController
@RequestMapping("/api/images")
@Tag(name = "Images")
class ImagesController {
  /// The headers that the answer depends on. Includes Authorization, so that on a shared device
  /// nobody gets the previous user's cached picture.
  private static final String[] VARY = {
    "Authorization", "Accept", "Save-Data", "Sec-CH-DPR", "DPR", "Sec-CH-Width", "Width"
  };

  private static final int WIDEST = 100_000;

  private static final CacheControl FOR_GOOD =
      CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();

  private final VisibleImages images;
  private final Renditions renditions;
  private final ImageProcessor workshop;

  ImagesController(VisibleImages images, Renditions renditions, ImageProcessor workshop) {
    this.images = images;
    this.renditions = renditions;
    this.workshop = workshop;
  }

  @Operation(
      summary = "A picture that I may see, for the place where it is shown",
      description =
          """
          The narrowest rendition that fills the place, never wider than the picture. Without `format`: WebP to who accepts \
          it, else JPEG, or PNG where something shines through; `format=gif` is a moving picture as it moves. `Save-Data`, \
          `Sec-CH-DPR` and `Sec-CH-Width` are heeded. Answers `ETag`, and to `Range`.\
          """)
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(mediaType = "image/webp"),
        @Content(mediaType = "image/jpeg"),
        @Content(mediaType = "image/png"),
        @Content(mediaType = "image/gif")
      })
  @GetMapping("/{id}")
  void image(
      @Parameter(hidden = true) SignedIn me,
      @PathVariable String id,
      @Parameter(description = "Of the place in CSS pixels, 1 to 100,000")
          @RequestParam(required = false)
          @Nullable Integer width,
      @Parameter(description = "`low`, `medium` or `high`") @RequestParam(required = false)
          @Nullable String quality,
      @Parameter(description = "`webp`, `jpeg`, `png` or `gif`") @RequestParam(required = false)
          @Nullable String format,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
      @Parameter(hidden = true) ServletWebRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    RenditionRequest need = need(width, quality, format, headers);
    Picture picture = images.require(me.person(), new ImageId(id));
    Rendition rendition = RenditionWidths.choose(picture, need, workshop.makesWebp());
    String tag = '"' + picture.hash().value() + '-' + rendition.name() + '"';
    describe(response, rendition);
    if (request.checkNotModified(tag)) {
      return;
    }
    Stored stored = renditions.find(picture, rendition);
    send(stored, headers, tag, request, response);
  }

  private static RenditionRequest need(
      @Nullable Integer width,
      @Nullable String quality,
      @Nullable String format,
      HttpHeaders headers) {
    if (width != null && (width < 1 || width > WIDEST)) {
      throw Rejected.field("width", "a whole number from 1 to " + WIDEST, "number");
    }
    return new RenditionRequest(
        width,
        quality == null ? null : constant("quality", Quality.class, quality),
        format == null ? null : constant("format", ImageFormat.class, format),
        hint(headers, "Sec-CH-DPR", "DPR"),
        pixels(hint(headers, "Sec-CH-Width", "Width")),
        "on".equalsIgnoreCase(headers.getFirst("Save-Data")),
        takesWebp(headers));
  }

  /// `*/*` does not imply support for WebP: curl and old programs send it.
  private static boolean takesWebp(HttpHeaders headers) {
    try {
      return headers.getAccept().stream()
          .anyMatch(type ->
              type.getType().equals("image")
                  && type.getSubtype().equals("webp")
                  && type.getQualityValue() > 0);
    } catch (InvalidMediaTypeException _) {
      return false;
    }
  }

  private static <E extends Enum<E>> E constant(String parameter, Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    throw Rejected.field(
        parameter,
        "one of "
            + Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")),
        "another value");
  }

  /// A malformed hint is ignored.
  private static @Nullable Double hint(HttpHeaders headers, String name, String oldName) {
    String value = headers.getFirst(name);
    if (value == null) {
      value = headers.getFirst(oldName);
    }
    try {
      double number = value == null ? 0 : Double.parseDouble(value);
      return number > 0 && Double.isFinite(number) ? number : null;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable Integer pixels(@Nullable Double hint) {
    return hint == null ? null : (int) Math.ceil(Math.min(hint, RenditionWidths.MAX_SIDE));
  }

  private static void describe(HttpServletResponse response, Rendition rendition) {
    response.setContentType(rendition.format().mediaType());
    response.setHeader(HttpHeaders.CACHE_CONTROL, FOR_GOOD.getHeaderValue());
    response.setHeader(HttpHeaders.VARY, String.join(", ", VARY));
    response.setHeader("Accept-CH", "Sec-CH-DPR, Sec-CH-Width");
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    // Prevents browsers from interpreting the picture as anything else.
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    response.setHeader("Cross-Origin-Resource-Policy", "same-site");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "inline");
  }

  private static void send(
      Stored stored,
      HttpHeaders headers,
      String tag,
      ServletWebRequest request,
      HttpServletResponse response)
      throws IOException {
    long from = 0;
    long length = stored.bytes();
    HttpRange range = range(headers, tag);
    if (range != null) {
      if (range.getRangeStart(length) >= length) {
        // What was said of the picture does not hold for the refusal.
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(HttpHeaders.ETAG, null);
        response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + length);
        throw new RangeNotSatisfiable(length);
      }
      from = range.getRangeStart(length);
      long to = range.getRangeEnd(length);
      response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
      response.setHeader(
          HttpHeaders.CONTENT_RANGE, "bytes " + from + "-" + to + "/" + stored.bytes());
      length = to - from + 1;
    }
    response.setContentLengthLong(length);
    if (!"HEAD".equals(request.getRequest().getMethod())) {
      try (InputStream in = stored.open(from)) {
        StreamUtils.copyRange(in, response.getOutputStream(), 0, length - 1);
      }
    }
  }

  /// Serves one range. For several ranges, or a range of another rendition, sends the whole (RFC
  /// 9110, 14.2).
  private static @Nullable HttpRange range(HttpHeaders headers, String tag) {
    String ifRange = headers.getFirst(HttpHeaders.IF_RANGE);
    if (ifRange != null && !ifRange.equals(tag)) {
      return null;
    }
    try {
      List<HttpRange> ranges = headers.getRange();
      return ranges.size() == 1 ? ranges.getFirst() : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
