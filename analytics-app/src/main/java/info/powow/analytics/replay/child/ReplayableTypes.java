package info.powow.analytics.replay.child;

import info.powow.domain.Identifier;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.domain.image.ImageEvent;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.eventlog.json.EventTypes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The types of events that replays contain: what people do with each other. Accounts, sessions,
/// devices, roles, staff tokens and cases are never replayed.
public final class ReplayableTypes {
  private static final List<Class<?>> FAMILIES =
      List.of(
          ConversationEvent.class,
          ReadEvent.class,
          PersonEvent.class,
          GatheringEvent.class,
          ServiceEvent.class,
          ImageEvent.class);

  private final Map<String, Shape> shapes = new HashMap<>();
  private final Set<String> others = new HashSet<>();

  /// @param ids the names of the components that are ids or lists of ids
  /// @param entry whether the event makes somebody a member of a conversation
  record Shape(Set<String> ids, boolean entry) {}

  public ReplayableTypes(EventTypes types) {
    for (Class<?> type : types.classes()) {
      if (FAMILIES.stream().anyMatch(family -> family.isAssignableFrom(type))) {
        shapes.put(types.nameOf(type), shape(type));
      } else {
        others.add(types.nameOf(type));
      }
    }
  }

  private static Shape shape(Class<?> type) {
    Set<String> ids = new HashSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (isId(component.getGenericType())) {
        ids.add(component.getName());
      }
    }
    return new Shape(
        Set.copyOf(ids),
        Opening.class.isAssignableFrom(type) || Entry.class.isAssignableFrom(type));
  }

  private static boolean isId(Type type) {
    return switch (type) {
      case Class<?> plain -> Identifier.class.isAssignableFrom(plain);
      case ParameterizedType list ->
          Arrays.stream(list.getActualTypeArguments()).anyMatch(ReplayableTypes::isId);
      default -> false;
    };
  }

  /// The shape of a type; null if the type is not replayed.
  @Nullable Shape of(String type) {
    return shapes.get(type);
  }

  /// Whether this version knows the type, replayed or not.
  boolean isKnown(String type) {
    return shapes.containsKey(type) || others.contains(type);
  }

  /// The names of the types in the log, sorted.
  public Set<String> names() {
    return new TreeSet<>(shapes.keySet());
  }
}
