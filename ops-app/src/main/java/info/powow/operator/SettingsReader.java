package info.powow.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/// Reads the settings of this process. Values that may be secret are masked.
final class SettingsReader {
  private static final String MASKED = "******";
  private static final Pattern SECRET =
      Pattern.compile("secret|password|token|key|credential|uri|user|subject|issuer");
  private static final List<String> OURS =
      List.of("powow.", "server.", "management.", "axon.", "spring.", "logging.");

  /// Settings that differ on every node.
  private static final Set<String> OWN =
      Set.of(
          "server.port",
          "server.address",
          "management.server.port",
          "management.server.address",
          "spring.application.name",
          "spring.application.pid",
          "axon.axonserver.client-id",
          "axon.axonserver.component-name",
          "powow.ops.node",
          "powow.ops.folder");

  private final ConfigurableEnvironment environment;
  private final Function<String, String> digest;
  private @Nullable SortedMap<String, String> comparable;

  /// @param digest computes the keyed digest of a setting that may be secret
  SettingsReader(ConfigurableEnvironment environment, Function<String, String> digest) {
    this.environment = environment;
    this.digest = digest;
  }

  /// @param value masked if the name suggests a secret
  /// @param source where it was set
  record EffectiveSetting(String name, @Nullable String value, String source) {}

  /// All settings, by name. The first source that has a setting wins.
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

  /// The settings by which nodes are compared. Names contain no hyphens, because environment
  /// variables have none. Values that may be secret are digests. They are read once, because
  /// settings do not change while a process runs.
  synchronized SortedMap<String, String> comparable() {
    SortedMap<String, String> known = comparable;
    if (known != null) {
      return known;
    }
    Set<String> own = OWN.stream().map(SettingsReader::plain).collect(Collectors.toSet());
    SortedMap<String, String> settings = new TreeMap<>();
    for (EffectiveSetting each : read()) {
      if (!own.contains(plain(each.name()))) {
        String value = String.valueOf(each.value());
        settings.put(
            plain(each.name()),
            value.equals(MASKED)
                ? digest.apply(plain(each.name()) + '=' + environment.getProperty(each.name()))
                : value);
      }
    }
    comparable = settings;
    return settings;
  }

  private static String plain(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
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
