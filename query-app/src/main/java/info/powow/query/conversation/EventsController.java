package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.edge.SignedIn;
import info.powow.eventlog.json.WireEvent;
import info.powow.projection.EventSource;
import info.powow.projection.LoggedEvent;
import info.powow.projection.conversation.InboxView;
import info.powow.projection.conversation.PositionRange;
import info.powow.query.FromViews;
import info.powow.query.Paging;
import info.powow.query.RawJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What happened, straight from the log.
@FromViews
@RestController
@RequestMapping("/api/conversations/{id}/events")
@Tag(name = "Messages")
class EventsController {
  private static final int USUAL = 100;
  private static final int MOST = 500;

  private final Conversations conversations;
  private final EventSource log;

  EventsController(Conversations conversations, EventSource log) {
    this.conversations = conversations;
    this.log = log;
  }

  @Schema(name = "Events")
  record Events(
      @ArraySchema(schema = @Schema(implementation = EventSchema.class)) List<RawJson> events) {}

  @Operation(
      summary = "The events of a conversation that I may see, as they were pushed, in their order",
      description = "For catching up. An empty page is the last.")
  @GetMapping
  Events events(
      SignedIn me,
      @PathVariable String id,
      @Parameter(description = "Only events after this position; -1 or absent for all")
          @RequestParam(required = false)
          @Nullable Long after,
      @Parameter(description = "1 to 500") @RequestParam(required = false)
          @Nullable Integer limit) {
    String conversation = new ConversationId(id).value();
    int most = Paging.limit(limit, USUAL, MOST);
    long low = after == null || after < 0 ? 0 : after + 1;
    InboxView.Entry entry = conversations.require(me.person().value(), conversation);
    List<RawJson> events = new ArrayList<>();
    for (PositionRange range : entry.ranges()) {
      long from = Math.max(range.from(), low);
      if (from > range.to() || events.size() == most) {
        continue;
      }
      for (LoggedEvent event : log.read(conversation, from, most - events.size())) {
        if (range.contains(event.sequence())) {
          events.add(RawJson.of(WireEvent.of(event.type(), event.sequence(), event.json())));
        }
      }
    }
    return new Events(events);
  }
}
