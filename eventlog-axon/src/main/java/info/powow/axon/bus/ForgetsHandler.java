package info.powow.axon.bus;

import info.powow.domain.erasure.ForgetPerson;
import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.Forgotten;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.domain.erasure.StoreReport;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.queryhandling.QueryHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets all stores of this process forget a person, whichever process asks.
public class ForgetsHandler {
  private static final Logger log = LoggerFactory.getLogger(ForgetsHandler.class);

  private final List<Forgets> stores;

  public ForgetsHandler(List<Forgets> stores) {
    this.stores = List.copyOf(stores);
  }

  @QueryHandler
  Forgotten forget(ForgetPerson asked) {
    List<StoreReport> reports = new ArrayList<>();
    List<PlaintextStore> failed = new ArrayList<>();
    for (Forgets each : stores) {
      try {
        long deleted =
            asked.prepare()
                ? each.prepare(asked.person())
                : each.forget(asked.person(), asked.index());
        reports.add(new StoreReport(each.store(), deleted));
      } catch (RuntimeException e) {
        log.warn(
            "the store {} has not forgotten {} yet: {}",
            each.store().code(),
            asked.person(),
            e.toString());
        failed.add(each.store());
      }
    }
    return new Forgotten(reports, failed);
  }
}
