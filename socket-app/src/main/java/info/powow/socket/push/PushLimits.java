package info.powow.socket.push;

import java.time.Duration;

/// @param resume events of a named conversation that are sent again on resume
/// @param unnamed events sent on resume of a conversation that the client does not name
/// @param held live events that are buffered while a device catches up
/// @param readMarkerMembers the maximum size of a group whose members receive each other's read
///     markers
/// @param grace how long a person without a connection still counts as online
public record PushLimits(
    int resume, int unnamed, int held, int readMarkerMembers, Duration grace) {}
