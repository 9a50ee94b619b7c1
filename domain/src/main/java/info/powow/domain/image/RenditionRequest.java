package info.powow.domain.image;

import org.jspecify.annotations.Nullable;

/// For what somebody wants a picture.
///
/// @param width of the place for it, in CSS pixels
/// @param quality null for whichever suits
/// @param format null for whichever suits
/// @param density device pixels in a CSS pixel (Sec-CH-DPR)
/// @param deviceWidth of the place for it, in device pixels (Sec-CH-Width)
/// @param savesData whether the client asks for little data (Save-Data, RFC 8674 draft)
/// @param takesWebp whether the client says that it shows WebP
public record RenditionRequest(
    @Nullable Integer width,
    @Nullable Quality quality,
    @Nullable ImageFormat format,
    @Nullable Double density,
    @Nullable Integer deviceWidth,
    boolean savesData,
    boolean takesWebp) {}
