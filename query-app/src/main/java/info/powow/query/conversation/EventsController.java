package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.PositionRange;
import info.powow.domain.conversation.TextHistories;
import info.powow.domain.conversation.Visibility;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.json.DisclosedEvent;
import info.powow.eventlog.json.WireEvent;
import info.powow.identity.SignedIn;
import info.powow.query.Paging;
import info.powow.query.RawJson;
import info.powow.query.WaitsForViews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Events, directly from the log.
@WaitsForViews
@RestController
@RequestMapping("/api/conversations/{id}/events")
@Tag(name = "Messages")
class EventsController {
  private static final int USUAL = 100;
  private static final int MOST = 500;

  private final ConversationReader conversations;
  private final CurrentTextHistories textHistories;
  private final EventSource log;

  EventsController(
      ConversationReader conversations, CurrentTextHistories textHistories, EventSource log) {
    this.conversations = conversations;
    this.textHistories = textHistories;
    this.log = log;
  }

  @Schema(name = "Events")
  record Events(
      @ArraySchema(schema = @Schema(implementation = EventSchema.class))
          Iterable<RawJson> events) {}

  @Operation(
      summary = "The events of a conversation that I may see, as they were pushed, in their order",
      description =
          """
          For catching up. A page may be shorter than `limit`: it ends after about 512 KB. Go on with the position of \
          its last event as `after`; an empty page is the last. What was deleted or edited since is left out \
          (`withheld`).\
          """)
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
    long low = after == null || after < 0 ? 0 : after == Long.MAX_VALUE ? after : after + 1;
    Visibility visible = conversations.require(me.person().value(), conversation).visible();
    Page page = new Page(conversation, visible, low, most, Paging.MOST_BYTES);
    // Read errors are refused before the answer begins.
    boolean _ = page.hasNext();
    return new Events(() -> page);
  }

  /// Everything of a conversation that a person may see, read from the log while it is iterated.
  Iterator<RawJson> everything(String conversation, Visibility visible) {
    return new Page(conversation, visible, 0, Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /// A page that is read from the log while it is written to the client, so that a slow reader
  /// keeps only a few events in memory. Can be iterated once.
  private final class Page implements Iterator<RawJson> {
    /// The approximate number of bytes to read ahead.
    private static final int AHEAD_BYTES = 65_536;

    private static final int MOST_AHEAD = 128;
    private static final int LEAST_AHEAD = 2;

    private final String conversation;
    private final Visibility visible;
    private final Iterator<PositionRange> ranges;
    private final long mostBytes;
    private Iterator<RawJson> ahead = List.<RawJson>of().iterator();
    private @Nullable PositionRange range;
    private long next;
    private int left;
    private long bytes;
    private int atOnce = 8;

    Page(String conversation, Visibility visible, long low, int most, long mostBytes) {
      this.mostBytes = mostBytes;
      this.conversation = conversation;
      this.visible = visible;
      this.ranges = visible.ranges().iterator();
      this.next = low;
      this.left = most;
    }

    @Override
    public boolean hasNext() {
      while (!ahead.hasNext()) {
        if (left == 0 || bytes >= mostBytes || !isInRange()) {
          return false;
        }
        read();
      }
      return true;
    }

    @Override
    public RawJson next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ahead.next();
    }

    private boolean isInRange() {
      while (range == null || next > range.to()) {
        if (!ranges.hasNext()) {
          return false;
        }
        range = ranges.next();
        next = Math.max(next, range.from());
      }
      return true;
    }

    private void read() {
      PositionRange in = range;
      if (in == null) {
        return;
      }
      int asked = Math.min(left, atOnce);
      List<LoggedEvent> events =
          log.read(conversation, next, asked).stream()
              .filter(event -> in.contains(event.sequence()))
              .toList();
      TextHistories known = textHistories.of(conversation, messages(events));
      List<RawJson> shown = new ArrayList<>(events.size());
      long before = bytes;
      for (LoggedEvent event : events) {
        if (bytes >= mostBytes) {
          break;
        }
        byte[] json = show(event, known);
        bytes += json.length;
        shown.add(RawJson.of(json));
      }
      ahead = shown.iterator();
      left -= shown.size();
      if (events.size() < asked) {
        next = in.isOpen() ? Long.MAX_VALUE : in.to() + 1;
        range = in.isOpen() ? null : in;
        if (in.isOpen()) {
          left = 0;
        }
      } else {
        next += asked;
        long average = (bytes - before) / asked + 1;
        atOnce = (int) Math.clamp(AHEAD_BYTES / average, LEAST_AHEAD, MOST_AHEAD);
      }
    }

    private byte[] show(LoggedEvent event, TextHistories known) {
      byte[] wire = WireEvent.of(event.type(), event.sequence(), event.json());
      return isAboutText(event)
          ? DisclosedEvent.of(
              wire, known.disclosed((ConversationEvent) event.event(), event.sequence(), visible))
          : wire;
    }
  }

  private static final String SENT = MessageSent.class.getSimpleName();
  private static final String EDITED = MessageEdited.class.getSimpleName();

  private static boolean isAboutText(LoggedEvent event) {
    return event.type().equals(SENT) || event.type().equals(EDITED);
  }

  /// The messages that events send or edit.
  private static Set<Long> messages(List<LoggedEvent> events) {
    Set<Long> messages = new HashSet<>();
    for (LoggedEvent event : events) {
      if (event.type().equals(SENT)) {
        messages.add(event.sequence());
      } else if (event.type().equals(EDITED) && event.event() instanceof MessageEdited edited) {
        messages.add(edited.message());
      }
    }
    return messages;
  }
}
