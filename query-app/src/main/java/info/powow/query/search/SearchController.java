package info.powow.query.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.PositionRange;
import info.powow.http.CursorCodec;
import info.powow.http.CursorScope;
import info.powow.identity.SignedIn;
import info.powow.projection.search.FoundMessages;
import info.powow.projection.search.FoundMessages.Found;
import info.powow.projection.search.FoundPlace;
import info.powow.projection.search.MessageQuery;
import info.powow.projection.search.MessageQuery.Visible;
import info.powow.projection.search.SearchUnavailable;
import info.powow.query.Paging;
import info.powow.query.WaitsForViews;
import info.powow.query.conversation.VisibleConversations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Full-text search for messages.
@WaitsForViews
@RestController
@RequestMapping("/api/search")
@Tag(name = "Search")
class SearchController {
  private static final Logger logger = LoggerFactory.getLogger(SearchController.class);
  private static final int USUAL = 20;
  private static final int MOST = 50;
  private static final int LONGEST_QUESTION = 200;

  private final VisibleConversations visible;
  private final FindMessages messages;
  private final CursorCodec cursors;

  SearchController(VisibleConversations visible, FindMessages messages, CursorCodec cursors) {
    this.cursors = cursors;
    this.visible = visible;
    this.messages = messages;
  }

  /// @param cursor where the next page begins; absent on the last page
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "FoundMessages")
  record Answer(List<Found> messages, @Nullable String cursor) {}

  @Operation(
      summary = "Messages that I may see, by their words, the newest first",
      description =
          """
          A message is found when it has all the words, in any order and with or without accents; the last word may be \
          only begun. `highlights` are the places of the words in `text`, as half-open stretches of UTF-16 code units. \
          What was written within the last second may not be found yet. A page may be shorter than `limit`, or empty: \
          there are more as long as there is a `cursor`. Page by the `cursor` of the answer before.\
          """)
  @GetMapping
  Answer search(
      SignedIn me,
      @Parameter(description = "1 to 200 characters") @RequestParam String q,
      @Parameter(description = "only this conversation") @RequestParam(required = false)
          @Nullable String conversation,
      @Parameter(description = "only this person's messages") @RequestParam(required = false)
          @Nullable String from,
      @Parameter(description = "only what was sent before this time")
          @RequestParam(required = false)
          @Nullable Instant before,
      @RequestParam(required = false) @Nullable String cursor,
      @Parameter(description = "1 to 50") @RequestParam(required = false) @Nullable Integer limit) {
    String words = q.strip();
    if (words.isEmpty() || words.length() > LONGEST_QUESTION) {
      throw Rejected.field("q", "words of 1 to " + LONGEST_QUESTION + " characters", "string");
    }
    CursorScope scope = CursorScope.of(me.person(), "search", words, conversation, from, before);
    MessageQuery query =
        new MessageQuery(
            words,
            within(me.person(), conversation),
            from == null ? null : new PersonId(from),
            before,
            cursor == null ? null : place(cursors.open(scope, cursor)),
            Paging.limit(limit, USUAL, MOST));
    try {
      FoundMessages found = messages.find(query);
      FoundPlace next = found.next();
      return new Answer(
          found.messages(), next == null ? null : cursors.seal(scope, next.toString()));
    } catch (SearchUnavailable away) {
      logger.debug("search is away: {}", away.getMessage());
      throw new Rejected(Reason.SEARCH_UNAVAILABLE);
    }
  }

  private List<Visible> within(PersonId me, @Nullable String conversation) {
    Map<ConversationId, List<PositionRange>> all = visible.of(me);
    if (conversation == null) {
      return all.entrySet().stream()
          .map(entry -> new Visible(entry.getKey(), entry.getValue()))
          .toList();
    }
    ConversationId only = new ConversationId(conversation);
    List<PositionRange> ranges = all.get(only);
    if (ranges == null) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    return List.of(new Visible(only, ranges));
  }

  private static FoundPlace place(String place) {
    return FoundPlace.parse(place).orElseThrow(() -> Rejected.at("cursor", Reason.INVALID_CURSOR));
  }
}
