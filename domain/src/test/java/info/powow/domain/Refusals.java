package info.powow.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;

/// Assertions about refusals.
public final class Refusals {
  private Refusals() {}

  public static void assertRejected(Reason reason, Supplier<?> asking) {
    assertThatThrownBy(asking::get)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
  }

  public static void assertRejected(Reason reason, Runnable asking) {
    assertRejected(
        reason,
        () -> {
          asking.run();
          return "done";
        });
  }
}
