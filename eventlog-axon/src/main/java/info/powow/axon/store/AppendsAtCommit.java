package info.powow.axon.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/// Passes on all appends of a unit of work when it commits, because it may roll back before.
/// Outside of a unit of work, passes them on at once.
final class AppendsAtCommit<T> {
  private final String resource = this + "_PENDING";
  private final Consumer<List<T>> append;

  AppendsAtCommit(Consumer<List<T>> append) {
    this.append = append;
  }

  void add(List<T> entries) {
    if (!CurrentUnitOfWork.isStarted()) {
      append.accept(entries);
      return;
    }
    UnitOfWork<?> root = CurrentUnitOfWork.get().root();
    if (!root.phase().isBefore(UnitOfWork.Phase.COMMIT)) {
      append.accept(entries);
      return;
    }
    root.getOrComputeResource(
            resource,
            _ -> {
              List<T> pending = new ArrayList<>();
              root.onCommit(_ -> append.accept(pending));
              return pending;
            })
        .addAll(entries);
  }
}
