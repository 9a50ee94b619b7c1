package info.powow.query;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import org.jspecify.annotations.Nullable;

/// How much of a list is asked for.
public final class Paging {
  private Paging() {}

  /// @throws Rejected `invalid_request` when it is not between 1 and the most
  public static int limit(@Nullable Integer asked, int usual, int most) {
    if (asked == null) {
      return usual;
    }
    if (asked < 1 || asked > most) {
      throw new Rejected(Reason.INVALID_REQUEST);
    }
    return asked;
  }
}
