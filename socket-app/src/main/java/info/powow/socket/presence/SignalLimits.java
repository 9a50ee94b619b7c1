package info.powow.socket.presence;

import java.time.Duration;

/// @param smallGroup the maximum size of a group whose members receive each other's presence and
///     typing
/// @param typingInterval how often a continuing typing signal is repeated
/// @param typingTimeout after which time typing ends by itself
public record SignalLimits(int smallGroup, Duration typingInterval, Duration typingTimeout) {}
