/// Export of metrics to StatsD.
@NullMarked
package info.powow.http.metrics;

import org.jspecify.annotations.NullMarked;
