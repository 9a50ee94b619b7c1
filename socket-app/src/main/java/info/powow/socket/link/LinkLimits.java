package info.powow.socket.link;

/// @param maxMessageBytes longest message from a client
/// @param maxPendingBytes most that may wait for a client to take it
public record LinkLimits(int maxMessageBytes, int maxPendingBytes) {}
