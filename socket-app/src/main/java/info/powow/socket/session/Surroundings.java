package info.powow.socket.session;

import info.powow.edge.Tokens;
import info.powow.edge.limit.PersonLimits;
import java.time.Clock;
import java.util.concurrent.Executor;

/// What all sessions share.
///
/// @param people how often one person may ask for something, whichever way they ask
/// @param mayWait threads for what may take a while
public record Surroundings(
    Tokens tokens,
    CommandSender commands,
    PushSide push,
    SessionLimits limits,
    PersonLimits people,
    SessionMetrics metrics,
    Sessions sessions,
    Clock clock,
    Executor mayWait) {}
