package info.powow.command;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.modelling.command.Aggregate;
import org.jspecify.annotations.Nullable;

/// Which states a command was decided on.
final class DecidedOn {
  private static final ScopedValue<DecidedOn> CURRENT = ScopedValue.newInstance();

  private final List<State> states = new ArrayList<>(2);

  /// @param version before the decision
  record State(Aggregate<?> aggregate, long version) {
    String stream() {
      return aggregate.identifierAsString();
    }

    boolean hasChanged() {
      return version != versionOf(aggregate);
    }
  }

  /// Does the work on this thread and notes here what it decides on.
  <R, X extends Throwable> R noting(ScopedValue.CallableOp<? extends R, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  static void note(Aggregate<?> aggregate) {
    if (CURRENT.isBound()) {
      CURRENT.get().states.add(new State(aggregate, versionOf(aggregate)));
    }
  }

  /// -1 for one without an event.
  private static long versionOf(Aggregate<?> aggregate) {
    @Nullable Long version = aggregate.version();
    return version == null ? -1 : version;
  }

  List<State> states() {
    return states;
  }
}
