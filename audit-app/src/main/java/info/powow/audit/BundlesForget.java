package info.powow.audit;

import info.powow.domain.PersonId;
import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.PlaintextStore;
import java.util.function.Supplier;

/// Bundles that were not fetched yet are copies of the log, and end with an erasure. Those that were
/// handed out are in the log (`BundleFetched`): who has them is to be told.
record BundlesForget(Supplier<Bundles> bundles) implements Forgets {
  @Override
  public PlaintextStore store() {
    return PlaintextStore.LOG;
  }

  @Override
  public long forget(PersonId person, long index) {
    return bundles.get().dropAll();
  }
}
