package info.powow.bench.workload;

import java.util.List;

/// A conversation and its participants, all on one lane.
record Chat(byte[] id, List<Member> members) {}
