package info.powow.projection.publicservice;

import info.powow.domain.publicservice.PublicService;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.projection.mongo.StateSink;
import info.powow.projection.mongo.StateView;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;
import info.powow.projector.Projection;
import info.powow.projector.SkippedEvents;

/// The collection of service views.
public record ServiceViews(ViewCollection<StateView<PublicService>> services) {

  public static ServiceViews in(ViewStore store) {
    return new ServiceViews(store.collection("services", StateView.codec(PublicService.class)));
  }

  public Projection.Sink newSink(SkippedEvents skipped) {
    return new StateSink<>(
        services, ServiceEvent.class, PublicService.unpublished(), PublicService::evolve, skipped);
  }
}
