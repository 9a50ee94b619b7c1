package info.powow.eventlog.engine;

/// Thrown when an entry is not the next one of its stream: another writer was faster, or an earlier
/// append failed.
public final class StreamConflict extends EventLogException {
  private final String stream;
  private final long sequence;

  StreamConflict(String stream, long sequence, long next) {
    super(
        "Sequence number "
            + sequence
            + " of stream "
            + stream
            + " was appended, but the next one is "
            + next,
        null);
    this.stream = stream;
    this.sequence = sequence;
  }

  public String stream() {
    return stream;
  }

  public long sequence() {
    return sequence;
  }
}
