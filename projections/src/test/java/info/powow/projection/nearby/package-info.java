@NullMarked
package info.powow.projection.nearby;

import org.jspecify.annotations.NullMarked;
