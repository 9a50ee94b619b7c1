package info.powow.bench.server;

import org.jspecify.annotations.Nullable;

/// What the server and the load generator used of the machine while something was measured.
///
/// @param seconds for how long
/// @param serverCpuMillis null where the server's process is not known
/// @param serverChildrenCpuMillis of the processes that it started: the search node
/// @param generatorCpuMillis of this process: near `seconds` × 1000 × threads, it was the limit
/// @param serverResidentKb at the end
public record Usage(
    double seconds,
    @Nullable Long serverCpuMillis,
    @Nullable Long serverChildrenCpuMillis,
    long generatorCpuMillis,
    @Nullable Long serverResidentKb) {}
