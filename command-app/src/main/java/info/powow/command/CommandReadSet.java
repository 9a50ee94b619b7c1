package info.powow.command;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.modelling.command.Aggregate;
import org.jspecify.annotations.Nullable;

/// What a command was decided on: the states it read, and what it assumed without a lookup.
public final class CommandReadSet {
  private static final ScopedValue<CommandReadSet> CURRENT = ScopedValue.newInstance();

  private final List<State> states = new ArrayList<>(2);
  private final boolean maySuppose;
  private boolean supposed;

  /// @param maySuppose whether the log refuses what is decided on a wrong supposition
  CommandReadSet(boolean maySuppose) {
    this.maySuppose = maySuppose;
  }

  /// @param version before the decision
  record State(Aggregate<?> aggregate, long version) {
    String stream() {
      return aggregate.identifierAsString();
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

  /// Whether what is decided on this thread may suppose what the log would have to be asked for.
  /// Where nothing comes of it, it is decided again without.
  public static boolean mayBeSupposed() {
    return CURRENT.isBound() && CURRENT.get().suppose();
  }

  private boolean suppose() {
    supposed |= maySuppose;
    return maySuppose;
  }

  /// Whether something was supposed.
  boolean hasSupposed() {
    return supposed;
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
