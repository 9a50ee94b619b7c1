/// Microbenchmarks of what every message passes through.
@NullMarked
package info.powow.bench.jmh;

import org.jspecify.annotations.NullMarked;
