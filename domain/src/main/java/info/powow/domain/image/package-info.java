/// Pictures: ownership, limits for uploads, and the widths in which they are served.
@NullMarked
package info.powow.domain.image;

import org.jspecify.annotations.NullMarked;
