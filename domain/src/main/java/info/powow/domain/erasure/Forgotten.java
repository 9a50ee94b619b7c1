package info.powow.domain.erasure;

import java.util.List;

/// What the stores of one process have forgotten.
///
/// @param failed stores that could not confirm
public record Forgotten(List<StoreReport> stores, List<PlaintextStore> failed) {
  public Forgotten {
    stores = List.copyOf(stores);
    failed = List.copyOf(failed);
  }
}
