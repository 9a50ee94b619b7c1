package info.powow.projection.search;

import java.util.Optional;

/// The position of a message in the results of a search, newest first: its log index. Sealed before
/// clients receive it.
public record FoundPlace(long logIndex) {

  /// Parses the text form; empty if it is malformed.
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
