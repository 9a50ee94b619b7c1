/// Open-loop load: schedules, latencies, and the search for the highest rate.
@NullMarked
package info.powow.bench.load;

import org.jspecify.annotations.NullMarked;
