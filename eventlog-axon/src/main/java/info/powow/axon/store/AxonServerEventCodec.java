package info.powow.axon.store;

import com.google.protobuf.ByteString;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.PayloadSeal;
import io.axoniq.axonserver.grpc.MetaDataValue;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.axonframework.axonserver.connector.util.GrpcMetaDataConverter;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/// Converts between Axon's messages and the events stored by Axon Server, in a form that any Axon
/// application can read.
final class AxonServerEventCodec {
  private final EventSerializer serializer;
  private final PayloadSeal seal;
  private final GrpcMetaDataConverter metaData;

  AxonServerEventCodec(EventSerializer serializer, PayloadSeal seal) {
    this.serializer = serializer;
    this.seal = seal;
    this.metaData = new GrpcMetaDataConverter(serializer);
  }

  /// The event and, if it has a key, the event that makes it findable by that key.
  List<Event> toStore(EventMessage<?> message) {
    Event event = event(message, seal::seal);
    if (message instanceof DomainEventMessage<?> domain
        && message.getMetaData().get(KeyedEventStore.KEY) instanceof String key) {
      return List.of(event, keyClaimed(domain, seal.keyName(key)));
    }
    return List.of(event);
  }

  List<Event> toStore(List<? extends EventMessage<?>> messages) {
    List<Event> events = new ArrayList<>(2 * messages.size());
    messages.forEach(message -> events.addAll(toStore(message)));
    return events;
  }

  Event snapshot(DomainEventMessage<?> snapshot) {
    return event(snapshot, seal::sealSnapshot);
  }

  private Event event(EventMessage<?> message, Function<Entry, byte[]> sealed) {
    Entry entry = serializer.entry(message);
    Event.Builder event =
        Event.newBuilder()
            .setMessageIdentifier(entry.id())
            .setTimestamp(entry.at().toEpochMilli())
            .setPayload(
                SerializedObject.newBuilder()
                    .setType(entry.type())
                    .setRevision(entry.revision())
                    .setData(ByteString.copyFrom(sealed.apply(entry))));
    if (message instanceof DomainEventMessage<?>) {
      event
          .setAggregateIdentifier(entry.stream())
          .setAggregateSequenceNumber(entry.sequence())
          .setAggregateType(entry.streamType());
    }
    KeyedEventStore.stored(message.getMetaData())
        .forEach((name, value) -> event.putMetaData(name, metaData.convertToMetaDataValue(value)));
    return event.build();
  }

  private static Event keyClaimed(DomainEventMessage<?> message, String key) {
    return Event.newBuilder()
        .setMessageIdentifier(message.getIdentifier() + "~key")
        .setTimestamp(message.getTimestamp().toEpochMilli())
        .setAggregateIdentifier(KeyClaimed.stream(message.getAggregateIdentifier(), key))
        .setAggregateSequenceNumber(0)
        .setAggregateType(KeyClaimed.TYPE)
        .setPayload(
            SerializedObject.newBuilder()
                .setType(KeyClaimed.TYPE)
                .setRevision("1")
                .setData(ByteString.copyFromUtf8(Long.toString(message.getSequenceNumber()))))
        .build();
  }

  static boolean isKeyClaimed(Event event) {
    return event.getPayload().getType().equals(KeyClaimed.TYPE);
  }

  static KeyClaimed keyClaimed(Event event) {
    return new KeyClaimed(Long.parseLong(event.getPayload().getData().toStringUtf8()));
  }

  Entry entry(Event event) {
    Entry entry = seal.open(stored(event));
    return isKeyClaimed(event) ? entry.withDecoded(keyClaimed(event)) : entry;
  }

  /// Empty when it cannot be read any more.
  Optional<Entry> snapshot(Event event) {
    return seal.openSnapshot(stored(event));
  }

  private Entry stored(Event event) {
    return Entry.of(
        event.getAggregateIdentifier(),
        event.getAggregateType(),
        event.getAggregateSequenceNumber(),
        event.getMessageIdentifier(),
        Instant.ofEpochMilli(event.getTimestamp()),
        event.getPayload().getType(),
        event.getPayload().getRevision(),
        event.getPayload().getData().toByteArray(),
        encoded(event.getMetaDataMap()));
  }

  private byte[] encoded(Map<String, MetaDataValue> stored) {
    Map<String, Object> values = HashMap.newHashMap(stored.size());
    stored.forEach((name, value) -> values.put(name, valueOf(value)));
    return serializer.encodeMetaData(MetaData.from(values));
  }

  /// Metadata of unknown types is returned as the stored text.
  private @Nullable Object valueOf(MetaDataValue value) {
    return value.hasBytesValue()
        ? value.getBytesValue().getData().toString(StandardCharsets.UTF_8)
        : metaData.convertFromMetaDataValue(value);
  }
}
