@NullMarked
package info.powow.projection.check;

import org.jspecify.annotations.NullMarked;
