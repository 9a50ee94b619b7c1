package info.powow.eventlog;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// Iterates over a stream in chunks. The first one is small, because many readers need only the
/// beginning.
final class StreamIterator implements Iterator<LoggedEvent> {
  private static final int FIRST_CHUNK = 64;
  private static final int LARGEST_CHUNK = 512;

  private final EventSource source;
  private final String stream;
  private long from;
  private int size = FIRST_CHUNK;
  private List<LoggedEvent> chunk = List.of();
  private int next;
  private boolean ended;

  StreamIterator(EventSource source, String stream, long from) {
    this.source = source;
    this.stream = stream;
    this.from = from;
  }

  @Override
  public boolean hasNext() {
    if (next < chunk.size()) {
      return true;
    }
    if (ended) {
      return false;
    }
    chunk = source.read(stream, from, size);
    next = 0;
    ended = chunk.size() < size;
    from += chunk.size();
    size = Math.min(2 * size, LARGEST_CHUNK);
    return !chunk.isEmpty();
  }

  @Override
  public LoggedEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return chunk.get(next++);
  }
}
