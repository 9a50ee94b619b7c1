package info.powow.projection.search;

/// An index that is being filled beside the live one, to take its place.
///
/// @param upTo the place in the log up to which it has to be filled; what comes after is written to
///     both
record Candidate<D>(String name, long upTo) {}
