/// Events that projections leave out.
@NullMarked
package info.powow.projection.skipped;

import org.jspecify.annotations.NullMarked;
