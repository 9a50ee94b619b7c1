/// Wires pictures into whichever application has them on its class path.
@NullMarked
package info.powow.images.boot;

import org.jspecify.annotations.NullMarked;
