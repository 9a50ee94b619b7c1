/// Pictures: who shared which, what may be taken in, and in which sizes they are handed out.
@NullMarked
package info.powow.domain.image;

import org.jspecify.annotations.NullMarked;
