package info.powow.command;

import java.util.function.Consumer;

/// A cache of one kind of stream, for decisions about other streams.
///
/// @param events what stands in those streams
/// @param forget is told the name of a stream that others have written to
/// @param forgetAll anything may have been written
public record InvalidatableCache(Class<?> events, Consumer<String> forget, Runnable forgetAll) {}
