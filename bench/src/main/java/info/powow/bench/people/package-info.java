/// The people and conversations that a workload needs, made through the public interface.
@NullMarked
package info.powow.bench.people;

import org.jspecify.annotations.NullMarked;
