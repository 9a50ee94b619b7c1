/// Microbenchmarks of the hot path.
@NullMarked
package info.powow.bench.jmh;

import org.jspecify.annotations.NullMarked;
