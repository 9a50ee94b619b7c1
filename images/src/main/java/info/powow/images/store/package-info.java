/// Stores for the bytes of pictures.
@NullMarked
package info.powow.images.store;

import org.jspecify.annotations.NullMarked;
