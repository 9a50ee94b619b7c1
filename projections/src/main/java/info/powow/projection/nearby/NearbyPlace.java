package info.powow.projection.nearby;

import info.powow.domain.Identifier;
import info.powow.domain.Rejected;
import java.util.Optional;

/// The position of an item in the results of a nearby query. Its text form is `<milliseconds>.<sort
/// value>.<id>`. It is sealed before clients receive it, because it contains the exact distance.
///
/// @param asOf when the first page was requested, in milliseconds since 1970-01-01T00:00Z; items
///     that have moved since are left out of later pages, so that none appears twice
/// @param value the sort value: metres, milliseconds or a score
public record NearbyPlace(long asOf, double value, String id) {
  /// The end of the year 9999, in milliseconds since 1970-01-01T00:00Z.
  private static final long LATEST = 253_402_300_799_999L;

  /// Parses the text form; empty if it is malformed.
  public static Optional<NearbyPlace> parse(String place) {
    String[] parts = place.split("\\.", 3);
    if (parts.length < 3) {
      return Optional.empty();
    }
    try {
      Identifier.require(parts[2]);
      double value = Double.longBitsToDouble(Long.parseUnsignedLong(parts[1], 16));
      long asOf = Long.parseLong(parts[0]);
      return Double.isFinite(value) && asOf >= 0 && asOf <= LATEST
          ? Optional.of(new NearbyPlace(asOf, value, parts[2]))
          : Optional.empty();
    } catch (NumberFormatException | Rejected notOurs) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return asOf + "." + Long.toHexString(Double.doubleToLongBits(value)) + "." + id;
  }
}
