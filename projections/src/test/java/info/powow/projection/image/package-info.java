@NullMarked
package info.powow.projection.image;

import org.jspecify.annotations.NullMarked;
