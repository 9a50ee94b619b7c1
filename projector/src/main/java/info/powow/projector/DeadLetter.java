package info.powow.projector;

import java.time.Instant;

/// A stream that a projection has stopped because it could not apply one of its events. The events
/// are not stored here; a retry reads them from the log.
///
/// @param sequence the sequence of the event that could not be applied
/// @param index the log index of the event at which the stream first stopped
/// @param cause the error, without content of the event
/// @param at the time of the last attempt
public record DeadLetter(String stream, long sequence, long index, String cause, Instant at) {}
