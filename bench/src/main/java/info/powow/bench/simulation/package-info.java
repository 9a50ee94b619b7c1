/// What large deployments would do, without running them.
@NullMarked
package info.powow.bench.simulation;

import org.jspecify.annotations.NullMarked;
