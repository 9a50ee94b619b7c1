package info.powow.command.identity;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Derives a recognisable device name: the browser and the system in its `User-Agent`, nothing
/// more.
final class DeviceNames {
  private static final String UNKNOWN = "Unknown device";

  /// More specific names first, because browsers claim to be others as well.
  private static final List<Map.Entry<String, String>> BROWSERS =
      List.of(
          Map.entry("Edg", "Edge"),
          Map.entry("OPR/", "Opera"),
          Map.entry("SamsungBrowser", "Samsung Internet"),
          Map.entry("Firefox", "Firefox"),
          Map.entry("FxiOS", "Firefox"),
          Map.entry("CriOS", "Chrome"),
          Map.entry("Chrome", "Chrome"),
          Map.entry("Safari", "Safari"));

  private static final List<Map.Entry<String, String>> SYSTEMS =
      List.of(
          Map.entry("iPhone", "iPhone"),
          Map.entry("iPad", "iPad"),
          Map.entry("Android", "Android"),
          Map.entry("Windows", "Windows"),
          Map.entry("Mac OS X", "macOS"),
          Map.entry("CrOS", "ChromeOS"),
          Map.entry("Linux", "Linux"));

  private DeviceNames() {}

  static String of(@Nullable String userAgent) {
    String browser = firstIn(userAgent, BROWSERS);
    String system = firstIn(userAgent, SYSTEMS);
    if (browser == null) {
      return system == null ? UNKNOWN : system;
    }
    return system == null ? browser : browser + " on " + system;
  }

  private static @Nullable String firstIn(
      @Nullable String userAgent, List<Map.Entry<String, String>> names) {
    if (userAgent == null) {
      return null;
    }
    return names.stream()
        .filter(name -> userAgent.contains(name.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}
