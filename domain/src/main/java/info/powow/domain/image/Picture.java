package info.powow.domain.image;

import info.powow.domain.ImageId;

/// The description of an image inside a message: what a client needs for layout and a placeholder,
/// and the hash that identifies the bytes.
///
/// @param hash of the stored bytes
/// @param format the stored format; `gif` means animated, all others are still
/// @param width in pixels, upright
/// @param height in pixels, upright
/// @param placeholder a [ThumbHash](https://evanw.github.io/thumbhash/) in Base64
public record Picture(
    ImageId imageId,
    ContentHash hash,
    ImageFormat format,
    int width,
    int height,
    String placeholder) {}
