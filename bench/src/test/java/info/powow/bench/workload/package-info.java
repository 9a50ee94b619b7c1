@NullMarked
package info.powow.bench.workload;

import org.jspecify.annotations.NullMarked;
