package info.powow.query;

import info.powow.domain.Rejected;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Limits of pages.
public final class Paging {
  /// The approximate maximum size of a page whose items may be large; a page has at least one item.
  public static final int MOST_BYTES = 512 * 1_024;

  private Paging() {}

  /// Returns as many of the first items as fit on one page, but at least one.
  ///
  /// @param bytes the approximate size of an item
  public static <T> List<T> fitting(List<T> items, ToIntFunction<T> bytes) {
    int fitting = 0;
    long sum = 0;
    while (fitting < items.size()) {
      sum += bytes.applyAsInt(items.get(fitting));
      if (fitting > 0 && sum > MOST_BYTES) {
        break;
      }
      fitting++;
    }
    return items.subList(0, fitting);
  }

  /// @throws Rejected `invalid_request` if the limit is not between 1 and the maximum
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
