package info.powow.socket.link;

/// @param firstMessageBytes longest message from a client that has not signed in
/// @param maxPendingBytes most that may wait for a client to take it
public record LinkLimits(int firstMessageBytes, int maxPendingBytes) {}
