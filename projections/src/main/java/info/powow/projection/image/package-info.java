/// Pictures, and what carries them: who may see which follows from there, and what may be deleted.
@NullMarked
package info.powow.projection.image;

import org.jspecify.annotations.NullMarked;
