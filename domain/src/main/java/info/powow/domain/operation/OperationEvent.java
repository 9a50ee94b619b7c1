package info.powow.domain.operation;

import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import java.time.Instant;

/// What an operator did that lasts. All of it is in one stream. Never exposed to people.
public sealed interface OperationEvent {
  PersonId by();

  Instant at();

  /// A projection leaves out an event.
  ///
  /// @param sequence of the event in its stream
  /// @param eventType of that event
  record EventSkipped(
      @Public String projection,
      @Public String stream,
      @Public long sequence,
      @Public String eventType,
      @Owner PersonId by,
      @Personal String reason,
      Instant at)
      implements OperationEvent {}
}
