package info.powow.projection.search;

import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.projection.DeadLetter;
import info.powow.projection.EventSource;
import info.powow.projection.LoggedEvent;
import info.powow.projection.Projection;
import info.powow.projection.ViewFault;
import info.powow.projection.search.MessageIndex.Versioned;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the index of messages from the log.
final class MessageProjection implements Projection {
  private final SearchCluster cluster;
  private final MessageIndex index;
  private final EventSource log;

  /// The place in the log from which on readers may search the index; null when they do already.
  private @Nullable Long servedFrom;

  MessageProjection(SearchCluster cluster, SearchClient client, EventSource log) {
    this.cluster = cluster;
    this.index = new MessageIndex(client);
    this.log = log;
  }

  @Override
  public String name() {
    return "search";
  }

  @Override
  public Sink newSink() {
    return new MessageSink(index);
  }

  /// Waits for Elasticsearch where it has not been found yet: an embedded node starts after
  /// everything else, and that is no fault to report.
  @Override
  public long position() {
    try {
      cluster.awaitFound();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SearchAway("Elasticsearch was not found before the end");
    }
    return prepared();
  }

  private synchronized long prepared() {
    index.prepare();
    long position = index.position();
    servedFrom = index.isServed() ? null : log.head();
    serveWhenCaughtUp(position);
    return position;
  }

  @Override
  public synchronized void savePosition(long position) {
    index.savePosition(position);
    serveWhenCaughtUp(position);
  }

  private void serveWhenCaughtUp(long position) {
    if (servedFrom != null && position >= servedFrom) {
      index.serve();
      servedFrom = null;
    }
  }

  @Override
  public List<DeadLetter> deadLetters() {
    return index.deadLetters();
  }

  @Override
  public void park(DeadLetter letter) {
    index.park(letter);
  }

  @Override
  public void release(String stream) {
    index.release(stream);
  }

  private static final class MessageSink implements Sink {
    private static final String SENT = MessageSent.class.getSimpleName();
    private static final String EDITED = MessageEdited.class.getSimpleName();
    private static final Set<String> TYPES =
        Set.of(SENT, EDITED, MessageDeleted.class.getSimpleName());

    private final MessageIndex index;
    private final Map<String, Versioned> pending = new LinkedHashMap<>();
    private Map<String, Versioned> stored = new HashMap<>();

    MessageSink(MessageIndex index) {
      this.index = index;
    }

    /// Only an edited message needs what was there before: when it was sent.
    @Override
    public void load(List<LoggedEvent> events) {
      Set<String> sent = new HashSet<>();
      Set<String> needed = new HashSet<>();
      for (LoggedEvent logged : events) {
        if (logged.type().equals(SENT)) {
          sent.add(MessageDocument.id(logged.stream(), logged.sequence()));
        } else if (logged.type().equals(EDITED) && readable(logged) instanceof MessageEdited edit) {
          String id = MessageDocument.id(logged.stream(), edit.message());
          if (!sent.contains(id) && !pending.containsKey(id)) {
            needed.add(id);
          }
        }
      }
      stored = index.read(needed);
    }

    /// The event, or null where it cannot be read: [#apply] says so, of that event alone.
    private static @Nullable Object readable(LoggedEvent logged) {
      try {
        return logged.event();
      } catch (RuntimeException unreadable) {
        return null;
      }
    }

    @Override
    public void apply(LoggedEvent logged) {
      if (!TYPES.contains(logged.type())) {
        return;
      }
      long version = logged.sequence();
      switch (logged.event()) {
        case MessageSent sent -> put(MessageDocument.of(sent, version), version);
        case MessageEdited edit -> edit(edit, version);
        case MessageDeleted deletion ->
            put(MessageDocument.deleted(logged.stream(), deletion.message()), version);
        default -> throw new ViewFault("An event is of another type than its name says");
      }
    }

    private void edit(MessageEdited edit, long version) {
      String id = MessageDocument.id(edit.conversationId().value(), edit.message());
      Versioned before = pending.containsKey(id) ? pending.get(id) : stored.get(id);
      if (before == null) {
        throw new ViewFault("A message was edited that is not in the index");
      }
      if (before.version() < version && !before.document().isDeleted()) {
        put(before.document().saying(edit.text()), version);
      }
    }

    private void put(MessageDocument document, long version) {
      Versioned next = new Versioned(document, version);
      pending.merge(
          next.id(), next, (old, replacement) -> old.version() > version ? old : replacement);
    }

    @Override
    public int pending() {
      return pending.size();
    }

    @Override
    public void flush() {
      index.write(pending.values());
      pending.clear();
    }
  }
}
