package info.powow.eventlog.seal;

import info.powow.domain.Owner;
import info.powow.domain.Personal;
import info.powow.eventlog.json.EventTypes;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which fields of which events are personal, and whose they are, as it is declared in the domain.
public final class PersonalFields {
  /// @param owner the name of the field that names the owner
  /// @param personal the names of the personal fields
  record Declared(byte[] owner, List<byte[]> personal) {
    boolean isPersonal(byte[] json, int from, int to) {
      for (byte[] name : personal) {
        if (JsonFields.isNamed(name, json, from, to)) {
          return true;
        }
      }
      return false;
    }
  }

  private final Map<String, Declared> declared;
  private final Map<String, Class<?>> classes;

  private PersonalFields(Map<String, Declared> declared, Map<String, Class<?>> classes) {
    this.declared = Map.copyOf(declared);
    this.classes = Map.copyOf(classes);
  }

  public static PersonalFields of(EventTypes types) {
    Map<String, Declared> declared = new HashMap<>();
    Map<String, Class<?>> classes = new HashMap<>();
    for (Class<?> type : types.classes()) {
      Declared fields = declared(type);
      if (fields != null) {
        declared.put(types.nameOf(type), fields);
        classes.put(types.nameOf(type), type);
      }
    }
    return new PersonalFields(declared, classes);
  }

  private static @Nullable Declared declared(Class<?> type) {
    if (!type.isRecord()) {
      return null;
    }
    String owner = null;
    List<byte[]> personal = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Owner.class)) {
        owner = component.getName();
      }
      if (component.isAnnotationPresent(Personal.class)) {
        personal.add(bytes(component.getName()));
      }
    }
    if (personal.isEmpty()) {
      return null;
    }
    if (owner == null) {
      throw new IllegalStateException(type + " has personal components and no owner");
    }
    return new Declared(bytes(owner), List.copyOf(personal));
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /// Null when nothing about it is personal.
  @Nullable Declared of(String type) {
    return declared.get(type);
  }

  @Nullable Class<?> classOf(String type) {
    return classes.get(type);
  }
}
