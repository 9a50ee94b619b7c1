package info.powow.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/// Reads the settings of this process. Everything that may be a secret is masked.
final class SettingsReader {
  private static final String MASKED = "******";
  private static final Pattern SECRET =
      Pattern.compile("secret|password|token|key|credential|uri|user|subject|issuer");
  private static final List<String> OURS =
      List.of("powow.", "server.", "management.", "axon.", "spring.", "logging.");

  private final ConfigurableEnvironment environment;

  SettingsReader(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /// @param value masked if the name suggests a secret
  /// @param source where it was set
  record EffectiveSetting(String name, @Nullable String value, String source) {}

  /// By name. The first source that has a setting wins.
  List<EffectiveSetting> read() {
    Set<String> names = new TreeSet<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> enumerable) {
        for (String name : enumerable.getPropertyNames()) {
          String canonical = canonical(name);
          if (OURS.stream().anyMatch(canonical::startsWith)) {
            names.add(canonical);
          }
        }
      }
    }
    List<EffectiveSetting> settings = new ArrayList<>();
    for (String name : names) {
      settings.add(new EffectiveSetting(name, value(name), source(name)));
    }
    return settings;
  }

  /// `POWOW_SEARCH_URIS` is `powow.search.uris`.
  private static String canonical(String name) {
    return name.equals(name.toUpperCase(Locale.ROOT))
        ? name.toLowerCase(Locale.ROOT).replace('_', '.')
        : name;
  }

  private @Nullable String value(String name) {
    if (SECRET.matcher(name.toLowerCase(Locale.ROOT)).find()) {
      return MASKED;
    }
    try {
      return environment.getProperty(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private String source(String name) {
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (!source.getName().equals("configurationProperties")
          && source instanceof EnumerablePropertySource<?> enumerable) {
        for (String each : enumerable.getPropertyNames()) {
          if (canonical(each).equals(name)) {
            return source.getName();
          }
        }
      }
    }
    return "default";
  }
}
