package info.powow.bench.stomp;

import org.jspecify.annotations.Nullable;

/// The answer to a command that was not timed.
///
/// @param conversation where an event was made, if one was
/// @param position the event's place in it, or -1
public record Receipt(@Nullable String conversation, long position) {}
