package info.powow.domain.image;

import info.powow.domain.ImageId;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import java.time.Instant;

/// An event of a picture. Its stream is named by the picture's id.
public sealed interface ImageEvent {
  ImageId imageId();

  Instant at();

  /// Somebody uploaded a picture. The hash proves its content even after the bytes are deleted. The
  /// messages that use it refer to it.
  ///
  /// @param hash the SHA-256 of the bytes as stored and served: upright, without metadata
  /// @param bytes the number of these bytes
  record ImageShared(
      ImageId imageId,
      @Owner PersonId by,
      @Personal ContentHash hash,
      ImageFormat format,
      @Public int width,
      @Public int height,
      @Personal String placeholder,
      @Public long bytes,
      Instant at)
      implements ImageEvent {}

  /// Nothing used the picture any more. From now on nothing can, and its bytes are deleted unless
  /// another picture shares them.
  record ImageErased(ImageId imageId, Instant at) implements ImageEvent {}
}
