package info.powow.domain.image;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import java.time.Instant;

/// What happened to a picture. Its stream is named by its id.
public sealed interface ImageEvent {
  ImageId imageId();

  Instant at();

  /// Somebody gave a picture. What it showed is proved by the hash, also when the bytes are gone;
  /// which messages carried it, they say themselves.
  ///
  /// @param hash SHA-256 of the bytes that are kept and were served: made upright, without metadata
  /// @param bytes how many these are
  record ImageShared(
      ImageId imageId,
      PersonId by,
      ContentHash hash,
      ImageFormat format,
      int width,
      int height,
      String placeholder,
      long bytes,
      Instant at)
      implements ImageEvent {}

  /// Nothing carried it any more: from now on nothing can, and its bytes are deleted unless another
  /// picture has the same.
  record ImageErased(ImageId imageId, ContentHash hash, Instant at) implements ImageEvent {}
}
