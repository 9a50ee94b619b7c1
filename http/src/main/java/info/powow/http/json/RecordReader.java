package info.powow.http.json;

import info.powow.domain.FieldError;
import info.powow.domain.Rejected;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads an object into a record: components in any order, each at most once; unknown fields are
/// skipped.
final class RecordReader<T> implements ValueReader<T> {
  private static final int MAX_COMPONENTS = 64;

  private final Class<T> type;
  private final MethodHandle constructor;
  private final Component[] components;

  /// @param ifAbsent null if the component is nullable, [#REQUIRED] if it is mandatory
  private record Component(String name, ValueReader<?> reader, @Nullable Object ifAbsent) {}

  private static final Object REQUIRED = new Object();

  RecordReader(Class<T> type) {
    this.type = type;
    RecordComponent[] declared = type.getRecordComponents();
    if (declared.length > MAX_COMPONENTS) {
      throw new IllegalArgumentException(type + " has too many components");
    }
    this.constructor = constructor(type, declared);
    this.components =
        Arrays.stream(declared)
            .map(component ->
                new Component(
                    component.getName(),
                    ValueReaders.of(component.getGenericType()),
                    ifAbsent(component)))
            .toArray(Component[]::new);
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent[] declared) {
    try {
      Constructor<?> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
      canonical.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectConstructor(canonical)
          .asSpreader(Object[].class, declared.length)
          .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private static @Nullable Object ifAbsent(RecordComponent component) {
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return null;
    }
    if (component.getType() == List.class) {
      return List.of();
    }
    return component.getType() == Set.class ? Set.of() : REQUIRED;
  }

  @Override
  public String expected() {
    return "an object";
  }

  @Override
  public T read(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw JsonKinds.refused(this, in);
    }
    @Nullable Object[] values = new @Nullable Object[components.length];
    long seen = 0;
    Set<String> unknown = null;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      int index = indexOf(name);
      if (index < 0) {
        if (unknown == null) {
          unknown = new HashSet<>();
        }
        skip(in, name, unknown);
        continue;
      }
      if ((seen & 1L << index) != 0) {
        throw Rejected.field(name, "it once", "it twice");
      }
      seen |= 1L << index;
      values[index] =
          token == JsonToken.VALUE_NULL
              ? absent(components[index], "null")
              : value(components[index], in);
    }
    for (int i = 0; i < components.length; i++) {
      if ((seen & 1L << i) == 0) {
        values[i] = absent(components[i], "absent");
      }
    }
    return made(values);
  }

  /// Skips the value of an unknown field, in which no object may repeat a name either: another reader
  /// would understand another one of the two.
  private static void skip(JsonParser in, String name, Set<String> siblings) {
    if (!siblings.add(name)) {
      throw Rejected.field(JsonPaths.HERE, "each name once in an object", "one twice");
    }
    skip(in);
  }

  private static void skip(JsonParser in) {
    switch (in.currentToken()) {
      case START_OBJECT -> {
        Set<String> names = new HashSet<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
          JsonToken _ = in.nextToken();
          skip(in, name, names);
        }
      }
      case START_ARRAY -> {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          skip(in);
        }
      }
      default -> {
        // A plain value.
      }
    }
  }

  private int indexOf(String name) {
    for (int i = 0; i < components.length; i++) {
      if (components[i].name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static @Nullable Object absent(Component component, String how) {
    if (component.ifAbsent() == REQUIRED) {
      throw Rejected.field(component.name(), component.reader().expected(), how);
    }
    return component.ifAbsent();
  }

  private static Object value(Component component, JsonParser in) {
    try {
      return component.reader().read(in);
    } catch (Rejected e) {
      throw JsonPaths.within(component.name(), e);
    }
  }

  private T made(@Nullable Object[] values) {
    try {
      return type.cast(constructor.invokeExact(values));
    } catch (Rejected e) {
      // The record as a whole is invalid. The caller adds the path.
      throw e.error() == null
          ? new Rejected(
              e.reason(), new FieldError(JsonPaths.HERE, e.reason().message(), "another value"))
          : e;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new UndeclaredThrowableException(e);
    }
  }
}
