package info.powow.standalone.contract;

import com.fasterxml.jackson.databind.type.TypeFactory;
import info.powow.domain.Identifier;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Describes our types as they are encoded: identifiers are strings, enums are in lower case, and
/// components that are never null are required.
final class RecordSchemas implements ModelConverter {
  private static final String COMPONENTS = "#/components/schemas/";

  private final Map<String, Class<?>> described = new ConcurrentHashMap<>();

  @Override
  public boolean isOpenapi31() {
    return true;
  }

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> others) {
    Class<?> raw = TypeFactory.defaultInstance().constructType(type.getType()).getRawClass();
    if (Identifier.class.isAssignableFrom(raw)) {
      return identifier(raw);
    }
    if (raw == LocalTime.class) {
      return new JsonSchema().typesItem("string").pattern("^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$");
    }
    boolean ours = raw.getPackageName().startsWith("info.powow.");
    if (raw.isEnum()) {
      Schema<Object> names = new JsonSchema().typesItem("string");
      Arrays.stream(raw.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
          .forEach(names::addEnumItemObject);
      return names;
    }
    Schema<?> schema = others.hasNext() ? others.next().resolve(type, context, others) : null;
    if (ours && raw.isRecord() && schema != null) {
      require(raw, model(raw, schema, context));
    }
    return schema;
  }

  /// As in AsyncAPI.
  private static Schema<?> identifier(Class<?> type) {
    Schema<?> schema = new JsonSchema().typesItem("string");
    if (type.getSimpleName().endsWith("Id")) {
      schema.pattern("^[A-Za-z0-9_-]{1,64}$");
    }
    return schema;
  }

  private Schema<?> model(Class<?> raw, Schema<?> schema, ModelConverterContext context) {
    String ref = schema.get$ref();
    if (ref == null) {
      return schema;
    }
    String name = ref.substring(COMPONENTS.length());
    Class<?> other = described.putIfAbsent(name, raw);
    if (other != null && other != raw) {
      throw new IllegalStateException(
          raw.getName() + " and " + other.getName() + " would both be " + name);
    }
    return context.getDefinedModels().getOrDefault(name, schema);
  }

  private static void require(Class<?> raw, Schema<?> model) {
    for (RecordComponent component : raw.getRecordComponents()) {
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      boolean known =
          model.getRequired() != null && model.getRequired().contains(component.getName());
      if (!nullable
          && !known
          && model.getProperties() != null
          && model.getProperties().containsKey(component.getName())) {
        model.addRequiredItem(component.getName());
      }
    }
  }
}
