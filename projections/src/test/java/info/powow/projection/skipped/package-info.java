@NullMarked
package info.powow.projection.skipped;

import org.jspecify.annotations.NullMarked;
