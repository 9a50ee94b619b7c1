package info.powow.projection.nearby;

import info.powow.domain.ConversationId;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringCancelled;
import info.powow.domain.gathering.GatheringEvent.GatheringChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPictureChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.GatheringEvent.GatheringRescheduled;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.image.Picture;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchIndex;
import info.powow.projection.search.StreamSink;
import info.powow.projector.Projection;
import info.powow.projector.ViewFault;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A gathering in the search index.
///
/// @param start in milliseconds since 1970-01-01T00:00Z, as all times here
/// @param free whether there are places left
/// @param movedAt when its place or time last changed
record GatheringDocument(
    String gatheringId,
    String host,
    String title,
    String text,
    @Nullable String category,
    Location place,
    @Nullable String label,
    long start,
    long end,
    String zone,
    @Nullable Integer capacity,
    int going,
    int interested,
    boolean free,
    boolean cancelled,
    @Nullable Picture picture,
    @Nullable String conversationId,
    long movedAt) {
  static final String ALIAS = "powow-gatherings";

  /// Increase with every change of gatherings.json, of the analysis, or of the contents.
  static final int VERSION = 5;

  private static final Set<String> TYPES =
      Set.of(
          GatheringPublished.class.getSimpleName(),
          GatheringChanged.class.getSimpleName(),
          GatheringPictureChanged.class.getSimpleName(),
          GatheringRescheduled.class.getSimpleName(),
          GatheringCancelled.class.getSimpleName(),
          GatheringAnswered.class.getSimpleName());

  static SearchIndex<GatheringDocument> index(SearchClient client) {
    return new SearchIndex<>(
        client,
        new SearchIndex.Form<>(
            ALIAS,
            VERSION,
            "gatherings.json",
            GatheringDocument.class,
            document -> 500 + document.text().length()));
  }

  static Projection.Sink sink(SearchIndex<GatheringDocument> index) {
    return new StreamSink<>(index, TYPES, GatheringDocument::after);
  }

  Schedule schedule() {
    return new Schedule(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end), ZoneId.of(zone));
  }

  private static GatheringDocument after(@Nullable GatheringDocument before, Object event) {
    if (event instanceof GatheringPublished published) {
      ConversationId conversation = published.conversationId();
      return of(
          published.gatheringId().value(),
          published.host().value(),
          published.announcement(),
          published.schedule(),
          0,
          0,
          false,
          null,
          conversation == null ? null : conversation.value(),
          published.at().toEpochMilli());
    }
    if (before == null) {
      throw new ViewFault("the first event of a gathering must publish it");
    }
    return switch (event) {
      case GatheringChanged changed -> {
        boolean stays = Location.of(changed.announcement().place().point()).equals(before.place);
        yield of(
            before.gatheringId,
            before.host,
            changed.announcement(),
            before.schedule(),
            before.going,
            before.interested,
            before.cancelled,
            before.picture,
            before.conversationId,
            stays ? before.movedAt : changed.at().toEpochMilli());
      }
      case GatheringPictureChanged changed -> before.with(changed.picture());
      case GatheringRescheduled rescheduled ->
          new GatheringDocument(
              before.gatheringId,
              before.host,
              before.title,
              before.text,
              before.category,
              before.place,
              before.label,
              rescheduled.schedule().start().toEpochMilli(),
              rescheduled.schedule().end().toEpochMilli(),
              rescheduled.schedule().zone().getId(),
              before.capacity,
              before.going,
              before.interested,
              before.free,
              before.cancelled,
              before.picture,
              before.conversationId,
              rescheduled.at().toEpochMilli());
      case GatheringCancelled _ -> before.with(before.going, before.interested, true);
      case GatheringAnswered answered ->
          before.with(answered.going(), answered.interested(), before.cancelled);
      default -> throw new ViewFault("the type of an event does not match its name");
    };
  }

  private static GatheringDocument of(
      String id,
      String host,
      Announcement announcement,
      Schedule schedule,
      int going,
      int interested,
      boolean cancelled,
      @Nullable Picture picture,
      @Nullable String conversation,
      long movedAt) {
    Integer capacity = announcement.capacity();
    return new GatheringDocument(
        id,
        host,
        announcement.title(),
        announcement.text(),
        announcement.category() == null ? null : announcement.category().value(),
        Location.of(announcement.place().point()),
        announcement.place().label(),
        schedule.start().toEpochMilli(),
        schedule.end().toEpochMilli(),
        schedule.zone().getId(),
        capacity,
        going,
        interested,
        capacity == null || going < capacity,
        cancelled,
        picture,
        conversation,
        movedAt);
  }

  private GatheringDocument with(int nowGoing, int nowInterested, boolean nowCancelled) {
    return new GatheringDocument(
        gatheringId,
        host,
        title,
        text,
        category,
        place,
        label,
        start,
        end,
        zone,
        capacity,
        nowGoing,
        nowInterested,
        capacity == null || nowGoing < capacity,
        nowCancelled,
        picture,
        conversationId,
        movedAt);
  }

  private GatheringDocument with(@Nullable Picture nowShown) {
    return new GatheringDocument(
        gatheringId,
        host,
        title,
        text,
        category,
        place,
        label,
        start,
        end,
        zone,
        capacity,
        going,
        interested,
        free,
        cancelled,
        nowShown,
        conversationId,
        movedAt);
  }
}
