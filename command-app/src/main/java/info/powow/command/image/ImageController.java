package info.powow.command.image;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Accepted;
import info.powow.domain.CommandKey;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.ImageCommand.ShareImage;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.http.limit.PersonRateLimiter;
import info.powow.http.limit.RateLimitedKind;
import info.powow.identity.SignedIn;
import info.powow.images.ImageProcessor;
import info.powow.images.ImageProcessor.Draft;
import info.powow.images.ImageProcessor.Kept;
import info.powow.images.boot.ImageProperties;
import info.powow.images.store.ImageStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Accepts uploads of pictures.
@RestController
@Tag(name = "Images")
class ImageController {
  /// The maximum number of complete uploads that wait to be processed, each on its own thread.
  private static final int WAITING = 32;

  private final CommandGateway commands;
  private final KnownImages images;
  private final ImageProcessor workshop;
  private final ImageStore store;
  private final long maxBytes;
  private final PersonRateLimiter limits;
  private final Semaphore waiting = new Semaphore(WAITING);

  ImageController(
      CommandGateway commands,
      KnownImages images,
      ImageProcessor workshop,
      ImageStore store,
      PersonRateLimiter limits,
      ImageProperties properties) {
    this.commands = commands;
    this.images = images;
    this.workshop = workshop;
    this.store = store;
    this.maxBytes = properties.maxSize().toBytes();
    this.limits = limits;
  }

  /// What a client needs to send the picture and lay it out.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SharedImage(
      ImageId imageId, ImageFormat format, int width, int height, String placeholder) {
    static SharedImage of(Picture picture) {
      return new SharedImage(
          picture.imageId(),
          picture.format(),
          picture.width(),
          picture.height(),
          picture.placeholder());
    }
  }

  /// The form, for the OpenAPI document.
  @Schema(name = "ImageForm")
  record Form(
      @Schema(
              requiredMode = REQUIRED,
              type = "string",
              format = "binary",
              description = "JPEG, PNG, GIF or WebP; the first file of the form is taken")
          String file) {}

  /// A repeated key returns the same picture without processing the bytes again.
  @Operation(
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                      schema = @Schema(implementation = Form.class))))
  @PostMapping(path = "/api/images", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<SharedImage> share(
      SignedIn me,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException, ServletException {
    ImageId image =
        ImageId.of(me.person(), new CommandKey(key == null ? UUID.randomUUID().toString() : key));
    Optional<Picture> before = images.ownedBy(me.person(), image);
    if (before.isPresent()) {
      return CompletableFuture.completedFuture(SharedImage.of(before.get()));
    }
    limits.take(me.person(), RateLimitedKind.UPLOAD);
    if (!waiting.tryAcquire()) {
      throw new Rejected(Reason.IMAGES_BUSY);
    }
    try {
      return share(me.person(), image, request);
    } finally {
      waiting.release();
    }
  }

  private CompletableFuture<SharedImage> share(
      PersonId by, ImageId image, HttpServletRequest request) throws IOException, ServletException {
    try (Draft sent = workshop.draft()) {
      receive(request, sent);
      try (Kept kept = workshop.keep(sent.file())) {
        keep(kept);
        Picture picture =
            new Picture(
                image, kept.hash(), kept.format(), kept.width(), kept.height(), kept.placeholder());
        return commands
            .<Accepted>send(new ShareImage(by, picture, kept.bytes()))
            .thenApply(_ -> SharedImage.of(images.ownedBy(by, image).orElse(picture)));
      }
    }
  }

  /// Finds the first part that is a file, whatever its name and type.
  private void receive(HttpServletRequest request, Draft sent)
      throws IOException, ServletException {
    for (Part part : parts(request)) {
      if (part.getSubmittedFileName() != null) {
        if (part.getSize() > maxBytes) {
          throw new Rejected(Reason.IMAGE_TOO_LARGE);
        }
        try (InputStream in = part.getInputStream()) {
          Files.copy(in, sent.file(), StandardCopyOption.REPLACE_EXISTING);
        }
        part.delete();
        return;
      }
    }
    throw Rejected.field("file", "a form with a file", "absent");
  }

  private static Iterable<Part> parts(HttpServletRequest request)
      throws IOException, ServletException {
    try {
      return request.getParts();
    } catch (IllegalStateException e) {
      // The servlet specification's exception for a part or a request that is too large.
      throw new Rejected(Reason.IMAGE_TOO_LARGE);
    } catch (ServletException e) {
      throw Rejected.field("body", "multipart/form-data with a file", "another body");
    }
  }

  /// Stores durably, before anything refers to the picture.
  private void keep(Kept kept) {
    try {
      store.put(kept.hash(), ImageStore.ORIGINAL, kept.file());
    } catch (IOException e) {
      throw new Rejected(Reason.IMAGES_UNAVAILABLE);
    }
  }
}
