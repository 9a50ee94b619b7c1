/// Pictures as bytes: read with suspicion, made again without metadata, handed out in sizes.
@NullMarked
package info.powow.images;

import org.jspecify.annotations.NullMarked;
