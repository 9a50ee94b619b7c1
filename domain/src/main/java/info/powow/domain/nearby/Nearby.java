package info.powow.domain.nearby;

import java.util.List;

/// What is near, the nearest of each kind first.
public record Nearby(List<Entry> entries) {
  /// One person, gathering or service.
  ///
  /// @param kind `person`, `gathering` or `service`
  /// @param shown its JSON, as in the lists over HTTP
  public record Entry(String kind, String id, String shown) {}
}
