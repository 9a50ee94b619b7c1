/// People and conversations for workloads, created over the public protocol.
@NullMarked
package info.powow.bench.people;

import org.jspecify.annotations.NullMarked;
