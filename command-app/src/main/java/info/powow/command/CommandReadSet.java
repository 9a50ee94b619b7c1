package info.powow.command;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.modelling.command.Aggregate;
import org.jspecify.annotations.Nullable;

/// The states that a command was decided on, and what it assumed without a lookup.
public final class CommandReadSet {
  private static final ScopedValue<CommandReadSet> CURRENT = ScopedValue.newInstance();

  private final List<State> states = new ArrayList<>(2);
  private final boolean maySuppose;
  private boolean supposed;

  /// @param maySuppose whether the log refuses decisions on wrong assumptions
  CommandReadSet(boolean maySuppose) {
    this.maySuppose = maySuppose;
  }

  /// @param version the version before the decision
  record State(Aggregate<?> aggregate, long version) {
    String stream() {
      return aggregate.identifierAsString();
    }
  }

  /// Runs the work on this thread and records what it decides on.
  <R, X extends Throwable> R noting(ScopedValue.CallableOp<? extends R, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  static void note(Aggregate<?> aggregate) {
    if (CURRENT.isBound()) {
      CURRENT.get().states.add(new State(aggregate, versionOf(aggregate)));
    }
  }

  /// Whether a decision on this thread may assume what would need a lookup in the log. If it
  /// results in no event, the command is decided again without assumptions.
  public static boolean mayBeSupposed() {
    return CURRENT.isBound() && CURRENT.get().suppose();
  }

  private boolean suppose() {
    supposed |= maySuppose;
    return maySuppose;
  }

  /// Whether the decision made an assumption.
  boolean hasSupposed() {
    return supposed;
  }

  /// -1 if there is no event.
  private static long versionOf(Aggregate<?> aggregate) {
    @Nullable Long version = aggregate.version();
    return version == null ? -1 : version;
  }

  List<State> states() {
    return states;
  }
}
