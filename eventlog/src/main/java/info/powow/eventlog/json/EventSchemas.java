package info.powow.eventlog.json;

import info.powow.domain.CommandKey;
import info.powow.domain.Identifier;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The output of [EventJson] as JSON Schema, for the API contracts.
///
/// Uses only features with the same meaning in draft 7 and later, so that it fits AsyncAPI 3.0 and
/// OpenAPI 3.1. Named schemas ([#named]) are referenced as `#/components/schemas/<name>`, as in
/// both formats.
public final class EventSchemas {
  private static final String COMPONENTS = "#/components/schemas/";

  private final Map<String, Map<String, Object>> named = new TreeMap<>();

  /// An event of a conversation, as clients see it.
  public Map<String, Object> onTheWire(Class<?> event) {
    return onTheWire(event, true);
  }

  /// An event with a type but no position.
  public Map<String, Object> onTheWireWithoutPosition(Class<?> event) {
    return onTheWire(event, false);
  }

  private Map<String, Object> onTheWire(Class<?> event, boolean positioned) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("type", Map.of("const", WireEvent.typeOnTheWire(event.getSimpleName())));
    if (positioned) {
      properties.put("position", refer("Position", position()));
    }
    List<String> required = new ArrayList<>(properties.keySet());
    addComponents(event, properties, required);
    if (DisclosedEvent.isWithheldAtTimes(event)) {
      properties.put(DisclosedEvent.WITHHELD, refer("Withheld", withheld()));
      required.remove("text");
    }
    return object(properties, required);
  }

  private static Map<String, Object> withheld() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("enum", DisclosedEvent.REASONS);
    schema.put(
        "description",
        "Why the event does not say what was said: read after the fact, the message was deleted, or "
            + "a later edit has its text; or it is not for this person to see.");
    return schema;
  }

  /// A record.
  public Map<String, Object> record(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    addComponents(type, properties, required);
    return object(properties, required);
  }

  /// A record with an additional optional field.
  public Map<String, Object> recordWith(Class<?> type, String name, Map<String, Object> field) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    addComponents(type, properties, required);
    properties.putIfAbsent(name, field);
    return object(properties, required);
  }

  /// @param properties name to schema
  public static Map<String, Object> object(
      Map<String, Object> properties, Collection<String> required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", List.copyOf(required));
    }
    return schema;
  }

  private void addComponents(Class<?> type, Map<String, Object> properties, List<String> required) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(type + " is no record");
    }
    for (RecordComponent component : type.getRecordComponents()) {
      properties.put(component.getName(), schema(component.getAnnotatedType()));
      if (!mayBeAbsent(component)) {
        required.add(component.getName());
      }
    }
  }

  private static boolean mayBeAbsent(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        || Collection.class.isAssignableFrom(component.getType())
        || Map.class.isAssignableFrom(component.getType());
  }

  private Map<String, Object> schema(AnnotatedType annotated) {
    if (annotated instanceof AnnotatedParameterizedType parameterized
        && parameterized.getType() instanceof ParameterizedType type
        && type.getRawType() instanceof Class<?> raw
        && Collection.class.isAssignableFrom(raw)) {
      return listOf(schema(parameterized.getAnnotatedActualTypeArguments()[0]));
    }
    return value(annotated.getType());
  }

  /// The schema of a value.
  public Map<String, Object> value(Type type) {
    if (!(type instanceof Class<?> raw)) {
      throw new IllegalArgumentException("no schema for " + type);
    }
    if (Identifier.class.isAssignableFrom(raw)) {
      return refer(raw.getSimpleName(), identifier(raw));
    }
    if (raw.isEnum()) {
      return refer(raw.getSimpleName(), enumeration(raw));
    }
    if (raw == Instant.class) {
      return refer("Time", text("format", "date-time"));
    }
    if (raw == long.class || raw == Long.class) {
      return refer("Position", position());
    }
    if (raw == int.class || raw == Integer.class) {
      return Map.of("type", "integer");
    }
    if (raw == double.class || raw == Double.class) {
      return Map.of("type", "number");
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (raw == String.class || raw == ZoneId.class) {
      return Map.of("type", "string");
    }
    if (raw == LocalDate.class) {
      return text("format", "date");
    }
    if (raw == LocalTime.class) {
      return text("pattern", "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$");
    }
    if (raw.isRecord()) {
      return refer(raw.getSimpleName(), record(raw));
    }
    throw new IllegalArgumentException("no schema for " + type);
  }

  public static Map<String, Object> listOf(Map<String, Object> items) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("type", "array");
    list.put("items", items);
    return list;
  }

  private Map<String, Object> refer(String name, Map<String, Object> schema) {
    named.put(name, schema);
    return Map.of("$ref", COMPONENTS + name);
  }

  /// The schemas referenced so far, by name.
  public Map<String, Map<String, Object>> named() {
    return named;
  }

  private static Map<String, Object> identifier(Class<?> type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("pattern", type == CommandKey.class ? "^[!-~]{1,128}$" : "^[A-Za-z0-9_-]{1,64}$");
    return schema;
  }

  private static Map<String, Object> enumeration(Class<?> type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put(
        "enum",
        Arrays.stream(type.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
            .toList());
    return schema;
  }

  private static Map<String, Object> text(String keyword, String value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put(keyword, value);
    return schema;
  }

  private static Map<String, Object> position() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "integer");
    schema.put("minimum", 0);
    return schema;
  }
}
