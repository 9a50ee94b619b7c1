package info.powow.socket.link;

/// @param firstMessageBytes the maximum message size before sign-in
/// @param maxPendingBytes the maximum pending output
public record LinkLimits(int firstMessageBytes, int maxPendingBytes) {}
