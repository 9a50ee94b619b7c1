package info.powow.eventlog.json;

import info.powow.domain.Identifier;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;

/// The encoding of identifiers and times.
final class DomainModule extends SimpleModule {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  DomainModule() {
    super("powow-domain");
    addSerializer(Identifier.class, new IdentifierWriter());
    addKeySerializer(Identifier.class, new IdentifierKeyWriter());
    addSerializer(Instant.class, new InstantWriter());
    addDeserializer(Instant.class, new InstantReader());
    addSerializer(LocalTime.class, new LocalTimeWriter());
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.addDeserializers(new IdentifierReaders());
    context.addKeyDeserializers((type, _, _) ->
        isIdentifier(type.getRawClass()) ? new IdentifierKeyReader(type.getRawClass()) : null);
  }

  private static boolean isIdentifier(Class<?> type) {
    return type.isRecord() && Identifier.class.isAssignableFrom(type);
  }

  /// The record's constructor, as a function from string to identifier.
  private static MethodHandle constructor(Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .findConstructor(type, MethodType.methodType(void.class, String.class))
          .asType(MethodType.methodType(Object.class, String.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " must be a record of one string", e);
    }
  }

  private static Object construct(MethodHandle constructor, @Nullable String value) {
    try {
      return constructor.invokeExact(value);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new UndeclaredThrowableException(e);
    }
  }

  private static final class IdentifierWriter extends ValueSerializer<Identifier> {
    @Override
    public void serialize(Identifier value, JsonGenerator out, SerializationContext context) {
      out.writeString(value.value());
    }
  }

  private static final class IdentifierKeyWriter extends ValueSerializer<Identifier> {
    @Override
    public void serialize(Identifier value, JsonGenerator out, SerializationContext context) {
      out.writeName(value.value());
    }
  }

  private static final class IdentifierReaders extends Deserializers.Base {
    @Override
    public @Nullable ValueDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
      return isIdentifier(type.getRawClass()) ? new IdentifierReader(type.getRawClass()) : null;
    }

    @Override
    public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
      return isIdentifier(type);
    }
  }

  private static final class IdentifierReader extends StdScalarDeserializer<Object> {
    private final MethodHandle constructor;

    IdentifierReader(Class<?> type) {
      super(type);
      this.constructor = constructor(type);
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) {
      return construct(constructor, in.getValueAsString());
    }
  }

  private static final class IdentifierKeyReader extends KeyDeserializer {
    private final MethodHandle constructor;

    IdentifierKeyReader(Class<?> type) {
      this.constructor = constructor(type);
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return construct(constructor, key);
    }
  }

  private static final class InstantWriter extends ValueSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
      out.writeString(MILLISECONDS.format(value));
    }
  }

  /// Writes hours and minutes only, if there is nothing else, as in `09:30`.
  private static final class LocalTimeWriter extends ValueSerializer<LocalTime> {
    @Override
    public void serialize(LocalTime value, JsonGenerator out, SerializationContext context) {
      out.writeString(value.toString());
    }
  }

  private static final class InstantReader extends StdScalarDeserializer<Instant> {
    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) {
      return Instant.parse(in.getValueAsString());
    }
  }
}
