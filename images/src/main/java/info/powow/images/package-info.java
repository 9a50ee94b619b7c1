/// Pictures as bytes: validated, re-encoded without metadata, served in several sizes.
@NullMarked
package info.powow.images;

import org.jspecify.annotations.NullMarked;
