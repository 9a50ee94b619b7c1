package info.powow.axon.store;

import info.powow.eventlog.EventDecoder;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.json.EventTypes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;

/// Converts entries to Axon's messages, applying upcasters to older revisions. Upcasters get one
/// event at a time.
final class LoggedEvents implements EventDecoder {
  private final EventSerializer serializer;
  private final EventTypes types;
  private final EventUpcaster upcasters;

  LoggedEvents(EventSerializer serializer, EventUpcaster upcasters) {
    this.serializer = serializer;
    this.types = serializer.types();
    this.upcasters = upcasters;
  }

  EventSerializer serializer() {
    return serializer;
  }

  /// The events of an entry: normally one; upcasters may remove or split it.
  List<TrackedEventMessage<?>> messages(Logged logged) {
    Entry entry = logged.entry();
    TrackingToken token = new GlobalSequenceTrackingToken(logged.index());
    if (entry.decoded().isPresent() || types.isCurrent(entry.type(), entry.revision())) {
      return List.of(message(entry, token));
    }
    Stored stored =
        entry.stream().isEmpty() ? new Stored(entry, token) : new OfStream(entry, token);
    return EventUtils.upcastAndDeserializeTrackedEvents(Stream.of(stored), serializer, upcasters)
        .toList();
  }

  @Override
  public Object decode(Entry entry) {
    return entry.decoded().orElseGet(() -> serializer.decode(entry.type(), entry.payload()));
  }

  @Override
  public Entry upcast(Entry stored) {
    if (stored.decoded().isPresent() || types.isCurrent(stored.type(), stored.revision())) {
      return stored;
    }
    List<TrackedEventMessage<?>> upcast;
    try {
      upcast = messages(new Logged(1, stored));
    } catch (RuntimeException e) {
      return stored;
    }
    return upcast.size() == 1 ? current(stored, upcast.getFirst().getPayload()) : stored;
  }

  private Entry current(Entry stored, Object event) {
    String type = types.nameOf(event.getClass());
    return Entry.of(
            stored.stream(),
            stored.streamType(),
            stored.sequence(),
            stored.id(),
            stored.at(),
            type,
            types.revisionOf(type),
            serializer.encode(event),
            stored.metadata())
        .withDecoded(event);
  }

  private TrackedEventMessage<?> message(Entry entry, TrackingToken token) {
    if (entry.stream().isEmpty()) {
      Object payload =
          entry.decoded().orElseGet(() -> serializer.decode(entry.type(), entry.payload()));
      MetaData metaData = serializer.decodeMetaData(entry.metadata());
      return new GenericTrackedEventMessage<>(
          token, new GenericMessage<>(entry.id(), payload, metaData), entry::at);
    }
    return new LoggedEventMessage(entry, token, serializer);
  }

  /// The same for an entry read as part of a stream.
  List<DomainEventMessage<?>> domainMessages(Logged logged) {
    return messages(logged).stream()
        .<DomainEventMessage<?>>map(message -> (DomainEventMessage<?>) message)
        .toList();
  }

  /// A stored entry in the form for Axon's upcasters.
  private static class Stored implements TrackedEventData<byte[]> {
    final Entry entry;
    private final @Nullable TrackingToken token;

    Stored(Entry entry, @Nullable TrackingToken token) {
      this.entry = entry;
      this.token = token;
    }

    @Override
    public TrackingToken trackingToken() {
      return Objects.requireNonNull(token);
    }

    @Override
    public String getEventIdentifier() {
      return entry.id();
    }

    @Override
    public Instant getTimestamp() {
      return entry.at();
    }

    @Override
    public SerializedObject<byte[]> getMetaData() {
      return new SerializedMetaData<>(entry.metadata(), byte[].class);
    }

    @Override
    public SerializedObject<byte[]> getPayload() {
      return new SimpleSerializedObject<>(
          entry.payload(), byte[].class, entry.type(), entry.revision());
    }
  }

  private static final class OfStream extends Stored implements DomainEventData<byte[]> {
    OfStream(Entry entry, @Nullable TrackingToken token) {
      super(entry, token);
    }

    @Override
    public String getType() {
      return entry.streamType();
    }

    @Override
    public String getAggregateIdentifier() {
      return entry.stream();
    }

    @Override
    public long getSequenceNumber() {
      return entry.sequence();
    }
  }
}
