/// Where the bytes of pictures are kept.
@NullMarked
package info.powow.images.store;

import org.jspecify.annotations.NullMarked;
