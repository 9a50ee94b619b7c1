package info.powow.socket.session;

import info.powow.edge.Tokens;
import java.time.Clock;
import java.util.concurrent.Executor;

/// What all sessions share.
///
/// @param mayWait threads for what may take a while
public record Surroundings(
    Tokens tokens,
    CommandSender commands,
    PushSide push,
    SessionLimits limits,
    SessionMetrics metrics,
    Sessions sessions,
    Clock clock,
    Executor mayWait) {}
