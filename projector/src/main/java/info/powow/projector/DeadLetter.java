package info.powow.projector;

import java.time.Instant;

/// A stream whose events are not applied any more, because one of them could not be. Its events are
/// not kept here: they stand in the log, from where they are taken when it is tried again.
///
/// @param sequence place in the stream of the event that could not be applied
/// @param index place in the log of the event with which the stream stopped first
/// @param cause what went wrong, without what was said
/// @param at when it was tried last
public record DeadLetter(String stream, long sequence, long index, String cause, Instant at) {}
