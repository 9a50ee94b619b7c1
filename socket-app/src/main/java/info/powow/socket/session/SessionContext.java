package info.powow.socket.session;

import info.powow.axon.bus.WarmCommands;
import info.powow.http.limit.PersonRateLimiter;
import info.powow.identity.Tokens;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What all STOMP sessions share.
///
/// @param warm which commands may be decided on the thread that reads the socket
/// @param epoch of the log, for clients to name when they resume; null where the log does not tell
/// @param people how often one person may ask for something, whichever way they ask
/// @param mayWait threads for what may take a while
public record SessionContext(
    Tokens tokens,
    CommandSender commands,
    WarmCommands warm,
    PushSide push,
    Supplier<@Nullable String> epoch,
    StompLimits limits,
    PersonRateLimiter people,
    SessionMetrics metrics,
    SessionRegistry sessions,
    Clock clock,
    Executor blockingExecutor) {}
