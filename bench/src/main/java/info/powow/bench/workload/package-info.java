/// The workloads, one class per row of the references.
@NullMarked
package info.powow.bench.workload;

import org.jspecify.annotations.NullMarked;
