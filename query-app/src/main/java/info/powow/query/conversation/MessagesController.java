package info.powow.query.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import info.powow.domain.conversation.Standing;
import info.powow.domain.conversation.Visibility;
import info.powow.identity.SignedIn;
import info.powow.projection.conversation.ConversationView;
import info.powow.projection.conversation.HistoryPage;
import info.powow.projection.conversation.InboxView;
import info.powow.projection.conversation.MembersView;
import info.powow.query.Paging;
import info.powow.query.QueryProperties;
import info.powow.query.RawJson;
import info.powow.query.WaitsForViews;
import info.powow.query.person.BlockLookup;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The history of a conversation.
@WaitsForViews
@RestController
@RequestMapping("/api/conversations/{id}/messages")
@Tag(name = "Messages")
class MessagesController {
  private static final int USUAL = 50;
  private static final int MOST = 200;
  private static final int MOST_HAPPENINGS = 500;
  private static final int MOST_PAGES_AT_ONCE = 32;

  private final ConversationReader conversations;
  private final HistoricalMessages asLeft;
  private final BlockLookup blocks;
  private final QueryProperties properties;

  MessagesController(
      ConversationReader conversations,
      HistoricalMessages asLeft,
      BlockLookup blocks,
      QueryProperties properties) {
    this.blocks = blocks;
    this.conversations = conversations;
    this.asLeft = asLeft;
    this.properties = properties;
  }

  /// A read marker.
  record Marker(String personId, long upTo) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Messages")
  record Messages(
      @ArraySchema(schema = @Schema(implementation = MessageSchema.class)) List<RawJson> messages,
      @ArraySchema(
              arraySchema =
                  @Schema(
                      description =
                          "What else happened there, as it was pushed: who came and went, new names, pins"),
              schema = @Schema(implementation = EventSchema.class))
          List<RawJson> happenings,
      @Schema(description = "How far members have read; in groups that are not too large")
          @Nullable List<Marker> reads,
      @Schema(description = "True when the page ended before its limit, because it grew too large")
          @Nullable Boolean more) {}

  @Operation(
      summary = "Messages as they are now, oldest first",
      description =
          """
          The newest ones, or those before or after a position. Edited messages have their new text, deleted ones no text.
          A page may be shorter than `limit`: it ends after about 512 KB. Go on from its first or last position; an empty \
          page is the last. Who has left sees what was there then.\
          """)
  @GetMapping
  Messages messages(
      SignedIn me,
      @PathVariable String id,
      @Parameter(description = "Only messages before this position") @RequestParam(required = false)
          @Nullable Long before,
      @Parameter(description = "Only messages after this position") @RequestParam(required = false)
          @Nullable Long after,
      @Parameter(description = "1 to 200") @RequestParam(required = false)
          @Nullable Integer limit) {
    String conversation = new ConversationId(id).value();
    int most = Paging.limit(limit, USUAL, MOST);
    if (before != null && after != null) {
      throw Rejected.field("after", "either before or after", "both");
    }
    InboxView.Entry entry = conversations.require(me.person().value(), conversation);
    ConversationView view = conversations.conversation(conversation);
    long low = after == null || after < 0 ? 0 : after == Long.MAX_VALUE ? after : after + 1;
    long high = before == null ? view.position() : Math.clamp(before, 0, view.position() + 1) - 1;
    Part part = read(conversation, entry, low, high, after != null, most);
    Visibility visible = entry.visible();
    if (!visible.isUnbroken()) {
      part.messages.replaceAll(line -> asLeft.show(conversation, line, visible));
    }
    return entry.isMember()
        ? forMember(me.person().value(), entry, view, part, most)
        : new Messages(
            part.messages.stream().map(line -> new RawJson(line.json())).toList(),
            part.happenings(),
            null,
            part.more(most));
  }

  /// The messages found so far.
  private static final class Part {
    final List<MessageLine> messages = new ArrayList<>();
    private final List<MessageLine> happenings = new ArrayList<>();
    private long bytes;

    boolean isFull(int most) {
      return messages.size() >= most || (bytes >= Paging.MOST_BYTES && !messages.isEmpty());
    }

    @Nullable Boolean more(int most) {
      return isFull(most) && messages.size() < most ? true : null;
    }

    void add(MessageLine line) {
      bytes += Texts.utf8Length(line.json());
      if (line.isMessage()) {
        messages.add(line);
      } else if (happenings.size() < MOST_HAPPENINGS) {
        happenings.add(line);
      }
    }

    List<RawJson> happenings() {
      return happenings.stream().map(line -> new RawJson(line.json())).toList();
    }
  }

  private Part read(
      String conversation, InboxView.Entry entry, long low, long high, boolean upwards, int most) {
    Part part = new Part();
    Visibility visible = entry.visible();
    VisiblePages visiblePages = new VisiblePages(visible.ranges(), low, high, upwards);
    // Pages of long messages are large: start with one, and read more while few messages are found.
    int atOnce = 1;
    List<Long> numbers = visiblePages.take(atOnce);
    // Many pages may contain no message, but an empty answer would mean the end.
    while (!numbers.isEmpty() && !part.isFull(most)) {
      for (HistoryPage page : conversations.pages(conversation, numbers)) {
        List<HistoryPage.Entry> lines = page.entries();
        for (HistoryPage.Entry line : upwards ? lines : lines.reversed()) {
          if (line.position() >= low
              && line.position() <= high
              && visible.sees(line.position())
              && !part.isFull(most)) {
            part.add(MessageLine.of(page, line));
          }
        }
      }
      atOnce = Math.min(2 * atOnce, MOST_PAGES_AT_ONCE);
      numbers = visiblePages.take(atOnce);
    }
    if (!upwards) {
      Collections.reverse(part.messages);
      Collections.reverse(part.happenings);
    }
    return part;
  }

  /// Omits read markers of people on the other side of a block, or in a private chat to which not
  /// both have agreed.
  private void hideReaders(String me, InboxView.Entry entry, Map<String, Long> read) {
    if (entry.standing() == Standing.MUTUAL) {
      read.keySet().removeAll(blocks.of(me));
    } else {
      read.keySet().retainAll(Set.of(me));
    }
  }

  private Messages forMember(
      String me, InboxView.Entry entry, ConversationView view, Part part, int most) {
    if (view.members() > properties.readMarkerMembers()) {
      return new Messages(
          part.messages.stream().map(line -> new RawJson(line.json())).toList(),
          part.happenings(),
          null,
          part.more(most));
    }
    Map<String, MembersView.Member> members = conversations.members(view.id()).current();
    Map<String, Long> read = conversations.readers(view.id(), members.keySet());
    hideReaders(me, entry, read);
    List<RawJson> messages =
        part.messages.stream()
            .map(line -> new RawJson(line.withReaders(readers(line, members, read))))
            .toList();
    List<Marker> markers =
        read.entrySet().stream()
            .map(marker -> new Marker(marker.getKey(), marker.getValue()))
            .toList();
    return new Messages(messages, part.happenings(), markers, part.more(most));
  }

  /// People who may see it and have read it, without its author.
  private static List<String> readers(
      MessageLine line, Map<String, MembersView.Member> members, Map<String, Long> read) {
    String sender = line.sender();
    List<String> readers = new ArrayList<>();
    read.forEach((person, upTo) -> {
      MembersView.Member member = members.get(person);
      if (upTo >= line.position()
          && !person.equals(sender)
          && member != null
          && member.visible().sees(line.position())) {
        readers.add(person);
      }
    });
    return readers;
  }
}
