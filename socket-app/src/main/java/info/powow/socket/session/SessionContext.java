package info.powow.socket.session;

import info.powow.axon.bus.WarmCommands;
import info.powow.http.limit.PersonRateLimiter;
import info.powow.identity.Tokens;
import java.time.Clock;
import java.util.concurrent.Executor;

/// What all sessions share.
///
/// @param warm which commands may be decided on the thread that reads the socket
/// @param people how often one person may ask for something, whichever way they ask
/// @param mayWait threads for what may take a while
public record SessionContext(
    Tokens tokens,
    CommandSender commands,
    WarmCommands warm,
    PushSide push,
    StompLimits limits,
    PersonRateLimiter people,
    SessionMetrics metrics,
    SessionRegistry sessions,
    Clock clock,
    Executor blockingExecutor) {}
