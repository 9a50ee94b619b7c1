package info.powow.http;

import org.jspecify.annotations.Nullable;

/// The version of Powow.
public final class Release {
  private Release() {}

  /// From the jar; `development` for classes outside a jar.
  public static String version() {
    @Nullable String version = Release.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
