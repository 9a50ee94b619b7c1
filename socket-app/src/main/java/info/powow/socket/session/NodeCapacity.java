package info.powow.socket.session;

/// How much this node takes on, in all and for each person.
///
/// @param sessions connections in all
/// @param sessionsPerPerson connections on which one person has signed in
/// @param unauthenticatedPerNetwork connections from one network on which nobody has signed in
/// @param bytesPerPerson most that may be buffered over all connections of one person
/// @param bytes most that may be buffered over all connections
public record NodeCapacity(
    int sessions,
    int sessionsPerPerson,
    int unauthenticatedPerNetwork,
    long bytesPerPerson,
    long bytes) {}
