package info.powow.socket.presence;

import java.time.Duration;

/// @param smallGroup members a group may have for them to see each other come, go and type
/// @param typingInterval how often typing is told of again while it lasts
/// @param typingTimeout when typing ends by itself
public record SignalLimits(int smallGroup, Duration typingInterval, Duration typingTimeout) {}
