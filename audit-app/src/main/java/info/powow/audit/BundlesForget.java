package info.powow.audit;

import info.powow.domain.PersonId;
import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.PlaintextStore;
import java.util.function.Supplier;

/// Deletes bundles when somebody is erased: until they are downloaded, they are copies of the log.
/// `BundleFetched` in the log names those that were downloaded; their recipients have to be told.
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
