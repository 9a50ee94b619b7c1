package info.powow.eventlog.json;

import java.util.Locale;
import tools.jackson.databind.EnumNamingStrategy;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;

/// How enums are written in JSON: lower case, their words joined by underscores, as in
/// `not_a_group`.
///
/// Jackson's own strategies pass through camel case, where words of one letter get lost
/// (`not_agroup`).
public final class EnumNames implements EnumNamingStrategy {
  public static final EnumNames LOWER_CASE_WITH_UNDERSCORES = new EnumNames();

  private EnumNames() {}

  @Override
  public String convertEnumToExternalName(
      MapperConfig<?> config, AnnotatedClass type, String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
