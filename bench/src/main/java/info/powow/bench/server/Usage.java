package info.powow.bench.server;

import org.jspecify.annotations.Nullable;

/// The resources used by the server and the load generator during a measured period.
///
/// @param seconds the length of the period
/// @param serverCpuMillis null if the server's process is not known
/// @param serverChildrenCpuMillis of its child processes: the search node
/// @param generatorCpuMillis of this process; near `seconds` × 1000 × threads, the generator was
///     the limit
/// @param serverResidentKb at the end
public record Usage(
    double seconds,
    @Nullable Long serverCpuMillis,
    @Nullable Long serverChildrenCpuMillis,
    long generatorCpuMillis,
    @Nullable Long serverResidentKb) {}
