package info.powow.query;

import info.powow.domain.Rejected;
import org.jspecify.annotations.Nullable;

/// How much of a list is asked for.
public final class Paging {
  /// A page of a list whose items may be large ends after about so many bytes, whatever was asked
  /// for, though not before it has one item.
  public static final int MOST_BYTES = 512 * 1_024;

  private Paging() {}

  /// @throws Rejected `invalid_request` when it is not between 1 and the most
  public static int limit(@Nullable Integer asked, int usual, int most) {
    if (asked == null) {
      return usual;
    }
    if (asked < 1 || asked > most) {
      throw Rejected.field("limit", "a whole number from 1 to " + most, "number");
    }
    return asked;
  }
}
