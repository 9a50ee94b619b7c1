package info.powow.axon.store;

import info.powow.eventlog.engine.Entry;
import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/// An event of the log. The payload is decoded on demand, unless it is still in memory from the
/// append. [#entry] has the stored bytes, for passing them on.
public final class LoggedEventMessage
    implements DomainEventMessage<Object>, TrackedEventMessage<Object> {
  private final Entry entry;
  private final transient EventSerializer serializer;
  private final @Nullable TrackingToken token;
  private volatile @Nullable Object payload;
  private volatile @Nullable MetaData metaData;

  LoggedEventMessage(Entry entry, @Nullable TrackingToken token, EventSerializer serializer) {
    this(entry, token, serializer, entry.decoded().orElse(null), null);
  }

  private LoggedEventMessage(
      Entry entry,
      @Nullable TrackingToken token,
      EventSerializer serializer,
      @Nullable Object payload,
      @Nullable MetaData metaData) {
    this.entry = entry;
    this.token = token;
    this.serializer = serializer;
    this.payload = payload;
    this.metaData = metaData;
  }

  /// The entry as stored: type name, sequence, and the JSON bytes.
  public Entry entry() {
    return entry;
  }

  @Override
  @SuppressWarnings("NullAway") // null if read as part of a stream, as Axon requires.
  public TrackingToken trackingToken() {
    return token;
  }

  @Override
  public long getSequenceNumber() {
    return entry.sequence();
  }

  @Override
  public String getAggregateIdentifier() {
    return entry.stream();
  }

  @Override
  public String getType() {
    return entry.streamType();
  }

  @Override
  public String getIdentifier() {
    return entry.id();
  }

  @Override
  public Instant getTimestamp() {
    return entry.at();
  }

  @Override
  public Object getPayload() {
    Object known = payload;
    if (known == null) {
      known = serializer.decode(entry.type(), entry.payload());
      payload = known;
    }
    return known;
  }

  @Override
  @SuppressWarnings("unchecked") // Axon's signature.
  public Class<Object> getPayloadType() {
    Object known = payload;
    return (Class<Object>)
        (known == null ? serializer.types().classOf(entry.type()) : known.getClass());
  }

  @Override
  public MetaData getMetaData() {
    MetaData known = metaData;
    if (known == null) {
      known = serializer.decodeMetaData(entry.metadata());
      metaData = known;
    }
    return known;
  }

  /// Returns the stored bytes themselves if they are requested in the format of the log.
  @Override
  public <R> SerializedObject<R> serializePayload(
      Serializer wanted, Class<R> expectedRepresentation) {
    if (wanted != serializer) {
      return wanted.serialize(getPayload(), expectedRepresentation);
    }
    return new SimpleSerializedObject<>(
        wanted.getConverter().convert(entry.payload(), expectedRepresentation),
        expectedRepresentation,
        entry.type(),
        entry.revision());
  }

  @Override
  public LoggedEventMessage withTrackingToken(TrackingToken trackingToken) {
    return new LoggedEventMessage(entry, trackingToken, serializer, payload, metaData);
  }

  @Override
  public LoggedEventMessage withMetaData(Map<String, ?> changed) {
    return new LoggedEventMessage(entry, token, serializer, payload, MetaData.from(changed));
  }

  @Override
  public LoggedEventMessage andMetaData(Map<String, ?> added) {
    return added.isEmpty() ? this : withMetaData(getMetaData().mergedWith(added));
  }

  @Override
  public String toString() {
    return entry + " at " + token;
  }
}
