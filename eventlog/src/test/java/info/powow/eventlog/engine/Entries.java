package info.powow.eventlog.engine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/// Entries for tests of the log.
final class Entries {
  private static final byte[] NO_METADATA = {};
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Entries() {}

  static Entry entry(String stream, long sequence) {
    return entry(stream, sequence, stream + " " + sequence);
  }

  static Entry entry(String stream, long sequence, String payload) {
    return entryAt(stream, sequence, payload, START.plusSeconds(sequence));
  }

  static Entry entryAt(String stream, long sequence, String payload, Instant at) {
    return Entry.of(
        stream,
        "Test",
        sequence,
        UUID.randomUUID().toString(),
        at,
        "Tested",
        "1",
        payload.getBytes(StandardCharsets.UTF_8),
        NO_METADATA);
  }

  static String payload(Entry entry) {
    return new String(entry.payload(), StandardCharsets.UTF_8);
  }
}
