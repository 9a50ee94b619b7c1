package info.powow.command;

import java.util.function.Consumer;

/// A cache of one kind of stream, used by decisions about other streams.
///
/// @param events the event type of those streams
/// @param forget called with the name of a stream that another node has written to
/// @param forgetAll called when any stream may have been written to
public record InvalidatableCache(Class<?> events, Consumer<String> forget, Runnable forgetAll) {}
