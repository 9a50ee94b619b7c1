package info.powow.projection.gathering;

import info.powow.domain.gathering.Gathering;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.projection.image.ImageViews;
import info.powow.projection.mongo.StateSink;
import info.powow.projection.mongo.StateView;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;
import info.powow.projector.CombinedSink;
import info.powow.projector.Projection;
import info.powow.projector.SkippedEvents;
import java.util.List;

/// The collections of gathering views.
public record GatheringViews(
    ViewCollection<StateView<Gathering>> gatherings, ViewCollection<CalendarView> calendars) {

  public static GatheringViews in(ViewStore store) {
    return new GatheringViews(
        store.collection("gatherings", StateView.codec(Gathering.class)),
        store.collection("calendars", CalendarView.CODEC));
  }

  public Projection.Sink newSink(ImageViews images, SkippedEvents skipped) {
    return new CombinedSink(
        List.of(
            new StateSink<>(
                gatherings,
                GatheringEvent.class,
                Gathering.unpublished(),
                Gathering::evolve,
                skipped,
                new PictureUses(images)),
            new CalendarSink(calendars)));
  }
}
