package info.powow.projection.views;

import com.mongodb.MongoException;
import info.powow.projection.conversation.ConversationSink;
import info.powow.projection.conversation.ConversationViews;
import info.powow.projection.conversation.ReadSink;
import info.powow.projection.gathering.GatheringViews;
import info.powow.projection.image.ImageSink;
import info.powow.projection.image.ImageViews;
import info.powow.projection.mongo.ProjectionRecords;
import info.powow.projection.mongo.ViewStore;
import info.powow.projection.notification.NotificationViews;
import info.powow.projection.person.MarksSink;
import info.powow.projection.person.PersonSink;
import info.powow.projection.person.PersonViews;
import info.powow.projection.person.SeenSink;
import info.powow.projection.publicservice.ServiceViews;
import info.powow.projection.report.ReportViews;
import info.powow.projector.CombinedSink;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projection;
import info.powow.projector.SkippedEvents;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All views in MongoDB. They are one projection, so that the log is read once and one position
/// applies to all of them.
public final class ViewsProjection implements Projection {
  public static final String NAME = "views";

  private static final Logger LOG = LoggerFactory.getLogger(ViewsProjection.class);

  private final ConversationViews conversations;
  private final PersonViews people;
  private final GatheringViews gatherings;
  private final ServiceViews services;
  private final ImageViews images;
  private final NotificationViews notifications;
  private final ReportViews reports;
  private final ProjectionRecords records;
  private final SkippedEvents skipped;
  private final long memoryPerSink;

  /// @param epoch of the log
  /// @param memoryPerSink approximate memory, in bytes, for the cached documents of each sink
  public ViewsProjection(
      ViewStore store,
      Supplier<@Nullable String> epoch,
      long memoryPerSink,
      SkippedEvents skipped) {
    this.conversations = ConversationViews.in(store);
    this.people = PersonViews.in(store);
    this.gatherings = GatheringViews.in(store);
    this.services = ServiceViews.in(store);
    this.images = ImageViews.in(store);
    this.notifications = NotificationViews.in(store);
    this.reports = ReportViews.in(store);
    this.records = new ProjectionRecords(store, name(), epoch);
    this.memoryPerSink = memoryPerSink;
    this.skipped = skipped;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SkippedEvents skipped() {
    return skipped;
  }

  /// At most one of the sinks can fail for an event, and it comes before those that cannot. So a
  /// stopped stream leaves nothing half applied.
  @Override
  public Sink newSink() {
    return new CombinedSink(
        List.of(
            new ConversationSink(conversations, images, memoryPerSink, skipped),
            new PersonSink(people, images),
            gatherings.newSink(images, skipped),
            services.newSink(skipped),
            notifications.newSink(skipped),
            reports.newSink(),
            new ImageSink(images),
            new ReadSink(conversations),
            new SeenSink(people),
            new MarksSink(people)));
  }

  @Override
  public long position(int segment, int segments) {
    long position = records.position(segment, segments);
    index();
    return position;
  }

  /// Views work without their index, only slower, and a MongoDB with many documents takes longer to
  /// make it than a call may take. An emptied store has lost it.
  private void index() {
    try {
      images.index();
    } catch (MongoException e) {
      LOG.warn("The index of the pictures is not made yet: {}", e.getClass().getSimpleName());
    }
  }

  @Override
  public void savePosition(int segment, int segments, long index) {
    records.savePosition(segment, segments, index);
  }

  @Override
  public void requireBegun(int segment) {
    records.requireBegun(segment);
  }

  @Override
  public List<DeadLetter> deadLetters() {
    return records.deadLetters();
  }

  @Override
  public void park(DeadLetter letter) {
    records.park(letter);
  }

  @Override
  public void release(String stream) {
    records.release(stream);
  }
}
