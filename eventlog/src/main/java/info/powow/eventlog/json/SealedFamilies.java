package info.powow.eventlog.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/// Lets values whose declared type is a sealed interface name their type, without annotations in
/// the domain.
final class SealedFamilies extends NopAnnotationIntrospector {
  private static final String PROPERTY = "is";

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    return isSealedFamily(annotated)
        ? JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, PROPERTY, null, false, true)
        : null;
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
    if (!isSealedFamily(annotated)) {
      return null;
    }
    return Arrays.stream(annotated.getRawType().getPermittedSubclasses())
        .map(permitted -> new NamedType(permitted, permitted.getSimpleName()))
        .toList();
  }

  private static boolean isSealedFamily(Annotated annotated) {
    return annotated instanceof AnnotatedClass
        && annotated.getRawType().isInterface()
        && annotated.getRawType().isSealed();
  }

  @Override
  public Version version() {
    return Version.unknownVersion();
  }
}
