package info.powow.eventlog.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.EnumNamingStrategy;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of events, in the log and (preceded by type and position, see [WireEvent]) on the wire.
/// It is a contract, fixed by a golden file for each type.
///
/// - Fields are the components of the record, in order and with their names.
/// - An [info.powow.domain.Identifier] is a plain string, also as a key of an object.
/// - Times are RFC 3339 in UTC with exactly three fraction digits.
/// - Enums are in lower case.
/// - Nulls and empty lists, sets and maps are left out. An absent list is read as empty.
/// - Exception: in `MessageEdited`, absent `mentions` mean unchanged, and empty ones mean none.
/// - Unknown fields are ignored, so that a later version may add fields.
/// - A value of a sealed family within another (states in snapshots) names its type in `is`.
public final class EventJson {
  private final EventTypes types;
  private final JsonMapper mapper;
  private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();
  private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

  public EventJson(EventTypes types) {
    this.types = types;
    this.mapper = newMapper();
  }

  private static JsonMapper newMapper() {
    return JsonMapper.builder()
        .annotationIntrospector(
            new AnnotationIntrospectorPair(
                new SealedFamilies(), new JacksonAnnotationIntrospector()))
        .addModule(new DomainModule())
        .changeDefaultVisibility(visibility ->
            visibility
                .withFieldVisibility(Visibility.ANY)
                .withGetterVisibility(Visibility.NONE)
                .withIsGetterVisibility(Visibility.NONE)
                .withSetterVisibility(Visibility.NONE))
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .withConfigOverride(Collection.class, EventJson::emptyIsAbsent)
        .withConfigOverride(List.class, EventJson::emptyIsAbsent)
        .withConfigOverride(Set.class, EventJson::emptyIsAbsent)
        .withConfigOverride(Map.class, EventJson::emptyIsAbsent)
        .addMixIn(MessageEdited.class, EmptyIsNotAbsent.class)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .enumNamingStrategy(enumNames())
        .build();
  }

  private abstract static class EmptyIsNotAbsent {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonSetter(nulls = Nulls.SET)
    @Nullable List<PersonId> mentions;
  }

  private static void emptyIsAbsent(MutableConfigOverride override) {
    override
        .setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, null))
        .setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
  }

  /// The encoding of ids and times, for other mappers.
  public static JacksonModule domainModule() {
    return new DomainModule();
  }

  /// The encoding of enums, for other mappers. Jackson's own strategies join or split words
  /// differently (`NOT_A_GROUP` would be `not_agroup`).
  public static EnumNamingStrategy enumNames() {
    return (_, _, name) -> name.toLowerCase(Locale.ROOT);
  }

  public EventTypes types() {
    return types;
  }

  /// For other values with the same encoding.
  public JsonMapper mapper() {
    return mapper;
  }

  public byte[] encode(Object value) {
    return writer(value.getClass()).writeValueAsBytes(value);
  }

  /// @throws UnknownEventType if there is no such type
  public Object decode(String type, byte[] stored) {
    return decode(types.classOf(type), stored);
  }

  public <T> T decode(Class<T> type, byte[] stored) {
    return type.cast(reader(type).readValue(stored));
  }

  ObjectWriter writer(Class<?> type) {
    ObjectWriter known = writers.get(type);
    return known != null ? known : writers.computeIfAbsent(type, mapper::writerFor);
  }

  ObjectReader reader(Class<?> type) {
    ObjectReader known = readers.get(type);
    return known != null ? known : readers.computeIfAbsent(type, mapper::readerFor);
  }
}
