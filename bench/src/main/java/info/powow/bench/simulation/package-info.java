/// Simulations of large deployments.
@NullMarked
package info.powow.bench.simulation;

import org.jspecify.annotations.NullMarked;
