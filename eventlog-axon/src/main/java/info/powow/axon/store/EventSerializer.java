package info.powow.axon.store;

import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.json.UnknownEventType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.ByteArrayToJsonNodeConverter;
import org.axonframework.serialization.jackson3.JsonNodeToByteArrayConverter;
import org.axonframework.serialization.jackson3.JsonNodeToObjectNodeConverter;
import org.axonframework.serialization.jackson3.ObjectNodeToJsonNodeConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/// Axon's serializer for events, snapshots and their metadata: [EventJson] with the names of
/// [EventTypes].
///
/// Upcasters may request `tools.jackson.databind.JsonNode` or `ObjectNode`.
public final class EventSerializer implements Serializer {
  private static final byte[] NO_METADATA = {};
  private static final SerializedType METADATA = new SimpleSerializedType("MetaData", null);

  private final EventJson json;
  private final EventTypes types;
  private final ChainingConverter converter;
  private final ObjectReader metadataReader;
  private final ObjectWriter metadataWriter;
  private final Map<Class<?>, SerializedType> serializedTypes;

  public EventSerializer(EventJson json) {
    this.json = json;
    this.types = json.types();
    this.metadataReader = json.mapper().readerFor(HashMap.class);
    this.metadataWriter = json.mapper().writerFor(Map.class);
    this.converter = new ChainingConverter();
    converter.registerConverter(new ByteArrayToJsonNodeConverter(json.mapper()));
    converter.registerConverter(new JsonNodeToByteArrayConverter(json.mapper()));
    converter.registerConverter(new JsonNodeToObjectNodeConverter());
    converter.registerConverter(new ObjectNodeToJsonNodeConverter());
    Map<Class<?>, SerializedType> all = new HashMap<>();
    for (Class<?> type : types.classes()) {
      String name = types.nameOf(type);
      all.put(type, new SimpleSerializedType(name, types.revisionOf(name)));
    }
    this.serializedTypes = Map.copyOf(all);
  }

  public EventTypes types() {
    return types;
  }

  /// The entry that a message becomes in the log, with its payload plain.
  Entry entry(EventMessage<?> message) {
    Object payload = message.getPayload();
    String type = types.nameOf(payload.getClass());
    boolean ofStream = message instanceof DomainEventMessage<?>;
    DomainEventMessage<?> domain = ofStream ? (DomainEventMessage<?>) message : null;
    return Entry.of(
        domain == null ? "" : domain.getAggregateIdentifier(),
        domain == null || domain.getType() == null ? "" : domain.getType(),
        domain == null ? 0 : domain.getSequenceNumber(),
        message.getIdentifier(),
        message.getTimestamp(),
        type,
        types.revisionOf(type),
        encode(payload),
        encodeMetaData(KeyedEventStore.stored(message.getMetaData())));
  }

  byte[] encodeMetaData(MetaData metaData) {
    return metaData.isEmpty() ? NO_METADATA : metadataWriter.writeValueAsBytes(metaData);
  }

  MetaData decodeMetaData(byte[] stored) {
    return stored.length == 0
        ? MetaData.emptyInstance()
        : MetaData.from(metadataReader.<HashMap<String, Object>>readValue(stored));
  }

  Object decode(String type, byte[] stored) {
    try {
      return json.decode(type, stored);
    } catch (JacksonException | UnknownEventType e) {
      throw unreadable(type, e);
    }
  }

  byte[] encode(Object value) {
    try {
      return json.encode(value);
    } catch (JacksonException e) {
      throw new SerializationException("Cannot write a " + value.getClass().getName(), e);
    }
  }

  private static SerializationException unreadable(String type, RuntimeException cause) {
    return new SerializationException("Cannot read a stored " + type, cause);
  }

  @Override
  @SuppressWarnings("NullAway") // Axon serializes null too.
  public <T> SerializedObject<T> serialize(
      @Nullable Object object, Class<T> expectedRepresentation) {
    byte[] bytes =
        switch (object) {
          case null -> "null".getBytes(StandardCharsets.US_ASCII);
          case MetaData metaData -> encodeMetaData(metaData);
          default -> encode(object);
        };
    return new SimpleSerializedObject<>(
        converter.convert(bytes, expectedRepresentation),
        expectedRepresentation,
        typeForClass(object == null ? null : object.getClass()));
  }

  @Override
  public <T> boolean canSerializeTo(Class<T> expectedRepresentation) {
    return converter.canConvert(byte[].class, expectedRepresentation);
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // Axon's signature.
  public <S, T> T deserialize(SerializedObject<S> serialized) {
    SerializedType type = serialized.getType();
    if (SerializedType.emptyType().equals(type)) {
      return null;
    }
    byte[] bytes = converter.convert(serialized, byte[].class).getData();
    return (T) (isMetaData(type) ? decodeMetaData(bytes) : decode(type.getName(), bytes));
  }

  @Override
  public Class<?> classForType(SerializedType type) {
    if (SerializedType.emptyType().equals(type)) {
      return Void.class;
    }
    if (isMetaData(type)) {
      return MetaData.class;
    }
    try {
      return types.classOf(type.getName());
    } catch (UnknownEventType e) {
      throw unreadable(type.getName(), e);
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // Axon's signature.
  public SerializedType typeForClass(@Nullable Class type) {
    if (type == null || type == Void.class || type == void.class) {
      return SerializedType.emptyType();
    }
    if (MetaData.class.isAssignableFrom(type)) {
      return METADATA;
    }
    SerializedType known = serializedTypes.get(type);
    if (known == null) {
      throw new SerializationException(
          "Cannot write a " + type.getName(), new IllegalArgumentException(notRegistered(type)));
    }
    return known;
  }

  private static String notRegistered(Class<?> type) {
    return type.getName() + " is not registered in EventTypes";
  }

  private static boolean isMetaData(SerializedType type) {
    return METADATA.getName().equals(type.getName())
        || MetaData.class.getName().equals(type.getName());
  }

  @Override
  public Converter getConverter() {
    return converter;
  }
}
