package info.powow.bench.workload;

import java.util.List;

/// A conversation and who takes part in it, all on one lane.
record Chat(byte[] id, List<Member> members) {}
