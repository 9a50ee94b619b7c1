package info.powow.domain.notification;

import java.time.Instant;

/// What follows from a message for one person.
public sealed interface Decision {
  Verdict verdict();

  /// They are told now, on all their devices.
  record Push(Relevance relevance) implements Decision {
    @Override
    public Verdict verdict() {
      return Verdict.PUSH;
    }
  }

  /// It is decided again at that time.
  record Wait(Verdict verdict, Instant until) implements Decision {}

  /// They are told at that time, of everything in the conversation that they have not read by then.
  record Digest(Verdict verdict, Instant at) implements Decision {}

  /// They are not told.
  record Nothing(Verdict verdict) implements Decision {}
}
