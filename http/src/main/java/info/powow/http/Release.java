package info.powow.http;

import org.jspecify.annotations.Nullable;

/// Which Powow this is.
public final class Release {
  private Release() {}

  /// As the jar says; `development` for classes that are in none.
  public static String version() {
    @Nullable String version = Release.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
