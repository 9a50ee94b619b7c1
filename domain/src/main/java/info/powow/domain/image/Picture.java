package info.powow.domain.image;

import info.powow.domain.ImageId;

/// The description of an image inside a message: what a client needs for layout and a placeholder, and
/// the hash that identifies the bytes.
///
/// @param hash of the bytes that are kept
/// @param format in which it is kept; `gif` moves, and everything else stands still
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
