package info.powow.domain.image;

import org.jspecify.annotations.Nullable;

/// A client's requirements for a rendition.
///
/// @param width of the area on the screen, in CSS pixels
/// @param quality null for the default
/// @param format null for the default
/// @param density device pixels per CSS pixel (Sec-CH-DPR)
/// @param deviceWidth of the area on the screen, in device pixels (Sec-CH-Width)
/// @param savesData whether the client asks for less data (Save-Data, RFC 8674 draft)
/// @param takesWebp whether the client accepts WebP
public record RenditionRequest(
    @Nullable Integer width,
    @Nullable Quality quality,
    @Nullable ImageFormat format,
    @Nullable Double density,
    @Nullable Integer deviceWidth,
    boolean savesData,
    boolean takesWebp) {}
