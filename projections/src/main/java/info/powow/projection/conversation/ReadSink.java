package info.powow.projection.conversation;

import com.mongodb.client.model.WriteModel;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.conversation.ReadEvent.Read;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projector.Projection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Maintains read markers.
public final class ReadSink implements Projection.Sink {
  private final ViewCollection<ReadView> reads;
  private final Map<String, ReadView> pending = new HashMap<>();

  public ReadSink(ConversationViews views) {
    this.reads = views.reads();
  }

  @Override
  public void load(List<LoggedEvent> events) {
    // Markers only move forward, so nothing needs to be loaded.
  }

  @Override
  public void apply(LoggedEvent logged) {
    if (logged.event() instanceof ReadEvent event) {
      switch (event) {
        case Read read -> {
          String id = ReadView.idOf(read.conversationId().value(), read.personId().value());
          pending.merge(id, new ReadView(id, read.upTo(), read.at()), ReadView::latest);
        }
      }
    }
  }

  @Override
  public int pending() {
    return pending.size();
  }

  @Override
  public void flush() {
    List<WriteModel<ReadView>> writes = new ArrayList<>(pending.size());
    for (ReadView read : pending.values()) {
      writes.add(ViewCollection.updating(read.id(), read.toUpdate()));
    }
    reads.write(writes);
    pending.clear();
  }
}
