package info.powow.projection.search;

/// What is known of Elasticsearch.
///
/// @param there whether it can be asked
/// @param description where it is, or why not, for people to read
public record SearchStatus(boolean there, String description) {}
