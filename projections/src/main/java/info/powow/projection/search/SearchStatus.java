package info.powow.projection.search;

/// The state of Elasticsearch.
///
/// @param there whether it can be queried
/// @param description its address, or why it is unavailable, for people
public record SearchStatus(boolean there, String description) {}
