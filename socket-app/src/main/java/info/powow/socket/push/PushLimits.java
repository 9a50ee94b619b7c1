package info.powow.socket.push;

import java.time.Duration;

/// @param resume events of one conversation that are sent again to who comes back and names it
/// @param unnamed events of one conversation that are sent to who comes back and does not name it
/// @param held events that are held back while a device catches up
/// @param readMarkerMembers members a group may have for all of them to be told who has read what
/// @param grace how long somebody without a connection still counts as there
public record PushLimits(
    int resume, int unnamed, int held, int readMarkerMembers, Duration grace) {}
