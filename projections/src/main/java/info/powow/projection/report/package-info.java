/// Which reports there are.
@NullMarked
package info.powow.projection.report;

import org.jspecify.annotations.NullMarked;
