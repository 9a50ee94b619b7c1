/// What people do to a server, one class per row of the bars.
@NullMarked
package info.powow.bench.workload;

import org.jspecify.annotations.NullMarked;
