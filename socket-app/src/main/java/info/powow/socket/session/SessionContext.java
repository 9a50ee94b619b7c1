package info.powow.socket.session;

import info.powow.axon.bus.WarmCommands;
import info.powow.http.limit.PersonRateLimiter;
import info.powow.identity.Tokens;
import info.powow.ops.MessageTrace;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What all STOMP sessions share.
///
/// @param staff lets staff listen to replays
/// @param warm which commands may be decided on the thread that reads the socket
/// @param epoch the epoch of the log, which clients name when they resume; null if unknown
/// @param people the rate limits of people, over HTTP and STOMP together
/// @param blockingExecutor threads for blocking work
public record SessionContext(
    Tokens tokens,
    StaffSignIn staff,
    CommandSender commands,
    WarmCommands warm,
    PushSide push,
    Supplier<@Nullable String> epoch,
    StompLimits limits,
    PersonRateLimiter people,
    SessionMetrics metrics,
    MessageTrace trace,
    SessionRegistry sessions,
    Clock clock,
    Executor blockingExecutor) {}
