package info.powow.projection.search;

import java.util.Optional;

/// The place of a message in what a search finds, the newest first: where it is in the log. As text
/// it is sealed before clients have it.
public record FoundPlace(long logIndex) {

  /// The place that somebody handed back, or nothing where it is none of ours.
  public static Optional<FoundPlace> parse(String place) {
    try {
      long logIndex = Long.parseLong(place);
      return logIndex > 0 && Long.toString(logIndex).equals(place)
          ? Optional.of(new FoundPlace(logIndex))
          : Optional.empty();
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return Long.toString(logIndex);
  }
}
