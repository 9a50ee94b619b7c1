package info.powow.socket.push;

import java.util.function.Supplier;

/// A fact out of the log.
///
/// @param payload what happened, as the domain says it
/// @param position its place in its stream
/// @param index its place in the whole log, as far as it comes from the log's tail
/// @param wire its JSON for clients; made only when somebody gets it
public record LoggedEvent(Object payload, long position, long index, Supplier<byte[]> wire) {}
