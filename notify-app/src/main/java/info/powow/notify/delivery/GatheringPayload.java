package info.powow.notify.delivery;

import info.powow.domain.GatheringId;
import info.powow.domain.notification.GatheringNews;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.Relevance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// News about a gathering. Says nothing about where the person is.
///
/// @param tag the same for all news about one gathering: later news replaces what is shown
/// @param title null if the person does not want it shown; likewise start and zone
record GatheringPayload(
    String type,
    String id,
    String tag,
    GatheringId gatheringId,
    Relevance reason,
    int badge,
    @Nullable String title,
    @Nullable Instant start,
    @Nullable String zone)
    implements Payload {

  static GatheringPayload of(
      GatheringId gathering, GatheringNews news, String tag, int badge, Preview preview) {
    boolean named = preview != Preview.NONE;
    return new GatheringPayload(
        "gathering",
        tag,
        tag,
        gathering,
        news.what(),
        badge,
        named ? news.announcement().title() : null,
        named ? news.schedule().start() : null,
        named ? news.schedule().zone().getId() : null);
  }

  @Override
  public GatheringPayload shorter() {
    return this;
  }

  @Override
  public GatheringPayload bare() {
    return new GatheringPayload(type, id, tag, gatheringId, reason, badge, null, null, null);
  }
}
