package info.powow.socket.session;

/// The capacity of this node, in total and per person.
///
/// @param sessions connections in total
/// @param sessionsPerPerson signed-in connections of one person
/// @param unauthenticatedPerNetwork connections from one network before sign-in
/// @param bytesPerPerson bytes buffered over all connections of one person
/// @param bytes bytes buffered over all connections
public record NodeCapacity(
    int sessions,
    int sessionsPerPerson,
    int unauthenticatedPerNetwork,
    long bytesPerPerson,
    long bytes) {}
