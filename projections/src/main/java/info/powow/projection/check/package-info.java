/// Compares live views with what a rebuild from the log gives.
@NullMarked
package info.powow.projection.check;

import org.jspecify.annotations.NullMarked;
