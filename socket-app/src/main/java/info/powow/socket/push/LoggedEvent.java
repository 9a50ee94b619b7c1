package info.powow.socket.push;

import java.util.function.Supplier;

/// A fact out of the log.
///
/// @param payload what happened, as the domain says it
/// @param position its place in its stream
/// @param wire its JSON for clients; made only when somebody gets it
public record LoggedEvent(Object payload, long position, Supplier<byte[]> wire) {}
