package info.powow.http.json;

import info.powow.domain.Identifier;
import info.powow.domain.Rejected;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Readers of everything that a request may have, each from one kind of JSON only.
final class ValueReaders {
  private static final Map<Class<?>, ValueReader<?>> SIMPLE =
      Map.ofEntries(
          Map.entry(String.class, new Text<>("a string", text -> text)),
          Map.entry(Instant.class, new Text<>(Rfc3339.INSTANT, Rfc3339::instant)),
          Map.entry(LocalDate.class, new Text<>(Rfc3339.DATE, Rfc3339::date)),
          Map.entry(LocalTime.class, new Text<>(Rfc3339.TIME_OF_DAY, Rfc3339::timeOfDay)),
          Map.entry(ZoneId.class, new Text<>(Rfc3339.ZONE, Rfc3339::zone)),
          Map.entry(boolean.class, new Flag()),
          Map.entry(Boolean.class, new Flag()),
          Map.entry(long.class, new Position()),
          Map.entry(Long.class, new Position()),
          Map.entry(int.class, new WholeNumber()),
          Map.entry(Integer.class, new WholeNumber()),
          Map.entry(double.class, new RealNumber()),
          Map.entry(Double.class, new RealNumber()));

  /// One for each type: records may be read often.
  private static final ClassValue<ValueReader<?>> KNOWN =
      new ClassValue<>() {
        @Override
        protected ValueReader<?> computeValue(Class<?> type) {
          return made(type);
        }
      };

  private ValueReaders() {}

  /// @throws IllegalArgumentException for an unsupported type
  static ValueReader<?> of(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      ValueReader<?> items = of(parameterized.getActualTypeArguments()[0]);
      if (parameterized.getRawType() == List.class) {
        return new Items<>(items, List::copyOf);
      }
      if (parameterized.getRawType() == Set.class) {
        return new Items<>(items, each -> Collections.unmodifiableSet(new LinkedHashSet<>(each)));
      }
    }
    if (type instanceof Class<?> raw) {
      return KNOWN.get(raw);
    }
    throw new IllegalArgumentException("no request has a " + type);
  }

  @SuppressWarnings("unchecked")
  static <T> ValueReader<T> of(Class<T> type) {
    return (ValueReader<T>) KNOWN.get(type);
  }

  private static ValueReader<?> made(Class<?> type) {
    ValueReader<?> simple = SIMPLE.get(type);
    if (simple != null) {
      return simple;
    }
    if (type.isEnum()) {
      return constant(type);
    }
    if (type.isRecord()) {
      return Identifier.class.isAssignableFrom(type) ? identifier(type) : new RecordReader<>(type);
    }
    throw new IllegalArgumentException("no request has a " + type);
  }

  /// A string that is converted to another type.
  ///
  /// @param reader returns null for an invalid value
  private record Text<T>(String expected, Function<String, @Nullable T> reader)
      implements ValueReader<T> {
    @Override
    public T read(JsonParser in) {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        throw JsonKinds.refused(this, in);
      }
      String text = in.getString();
      if (hasLoneSurrogate(text)) {
        throw Rejected.field(JsonPaths.HERE, "a string of Unicode", "half a surrogate pair");
      }
      T value = reader.apply(text);
      if (value == null) {
        throw JsonKinds.refused(this, in);
      }
      return value;
    }
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static ValueReader<?> identifier(Class<?> type) {
    MethodHandle constructor;
    try {
      constructor =
          MethodHandles.privateLookupIn(type, MethodHandles.lookup())
              .findConstructor(type, MethodType.methodType(void.class, String.class))
              .asType(MethodType.methodType(Object.class, String.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " must be a record of one string", e);
    }
    return new Text<>("a string", text -> construct(constructor, text));
  }

  private static Object construct(MethodHandle constructor, String text) {
    try {
      return constructor.invokeExact(text);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new UndeclaredThrowableException(e);
    }
  }

  /// By its name in lower case.
  private static ValueReader<?> constant(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
    }
    return new Text<>("one of " + String.join(", ", constants.keySet()), constants::get);
  }

  /// An array without nulls.
  private record Items<C extends Collection<?>>(
      ValueReader<?> items, Function<List<Object>, C> collect) implements ValueReader<C> {
    @Override
    public String expected() {
      return "an array";
    }

    @Override
    public C read(JsonParser in) {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw JsonKinds.refused(this, in);
      }
      List<Object> read = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        try {
          read.add(items.read(in));
        } catch (Rejected e) {
          throw JsonPaths.within(read.size(), e);
        }
      }
      return collect.apply(read);
    }
  }

  private record Flag() implements ValueReader<Boolean> {
    @Override
    public String expected() {
      return "true or false";
    }

    @Override
    public Boolean read(JsonParser in) {
      return switch (in.currentToken()) {
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        default -> throw JsonKinds.refused(this, in);
      };
    }
  }

  /// Every long in a request is a position.
  private record Position() implements ValueReader<Long> {
    @Override
    public String expected() {
      return "a position: a whole number from 0";
    }

    @Override
    public Long read(JsonParser in) {
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
          && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        long position = in.getLongValue();
        if (position >= 0) {
          return position;
        }
      }
      throw JsonKinds.refused(this, in);
    }
  }

  private record WholeNumber() implements ValueReader<Integer> {
    @Override
    public String expected() {
      return "a whole number";
    }

    @Override
    public Integer read(JsonParser in) {
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
          && in.getNumberType() == JsonParser.NumberType.INT) {
        return in.getIntValue();
      }
      throw JsonKinds.refused(this, in);
    }
  }

  private record RealNumber() implements ValueReader<Double> {
    @Override
    public String expected() {
      return "a number";
    }

    @Override
    public Double read(JsonParser in) {
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
          || in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
        double number = in.getDoubleValue();
        if (Double.isFinite(number)) {
          // Normalises -0 to 0.
          return number + 0.0;
        }
      }
      throw JsonKinds.refused(this, in);
    }
  }
}
