package info.powow.query.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.Role;
import info.powow.domain.image.Picture;
import info.powow.http.CursorCodec;
import info.powow.http.CursorScope;
import info.powow.identity.SignedIn;
import info.powow.projection.conversation.InboxView;
import info.powow.projection.conversation.MembersView;
import info.powow.projection.person.PersonView;
import info.powow.query.Paging;
import info.powow.query.WaitsForViews;
import info.powow.query.person.BlockLookup;
import info.powow.query.person.PersonFinder;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The caller's conversations, and their members.
@WaitsForViews
@RestController
@RequestMapping("/api/conversations")
@Tag(name = "Conversations")
class ConversationsController {
  private static final int USUAL = 50;
  private static final int MOST = 100;
  private static final int USUAL_MEMBERS = 100;
  private static final int MOST_MEMBERS = 500;

  private final ConversationReader conversations;
  private final ConversationAnswers answers;
  private final PersonFinder people;
  private final BlockLookup blocks;
  private final CursorCodec cursors;

  ConversationsController(
      ConversationReader conversations,
      ConversationAnswers answers,
      PersonFinder people,
      BlockLookup blocks,
      CursorCodec cursors) {
    this.blocks = blocks;
    this.cursors = cursors;
    this.conversations = conversations;
    this.answers = answers;
    this.people = people;
  }

  /// @param cursor where the next page begins; absent on the last page
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Inbox")
  record Inbox(List<ConversationAnswer> conversations, @Nullable String cursor) {}

  @Operation(
      summary = "My inbox: the conversations that I am a member of, newest activity first",
      description = "Without requests. Page by the `cursor` of the answer before.")
  @GetMapping
  Inbox inbox(
      SignedIn me,
      @RequestParam(required = false) @Nullable String cursor,
      @Parameter(description = "1 to 100") @RequestParam(required = false)
          @Nullable Integer limit) {
    int most = Paging.limit(limit, USUAL, MOST);
    CursorScope scope = CursorScope.of(me.person(), "inbox");
    InboxCursor from = cursor == null ? null : InboxCursor.parse(cursors.open(scope, cursor));
    Map<String, InboxView.Entry> mine = new LinkedHashMap<>();
    conversations
        .inbox(me.person().value())
        .conversations()
        .forEach((id, entry) -> {
          if (entry.isMember() && entry.showsInInbox()) {
            mine.put(id, entry);
          }
        });
    ConversationAnswers.Page page = answers.page(me.person().value(), mine, from, most);
    return new Inbox(
        page.conversations(), page.next() == null ? null : cursors.seal(scope, page.next()));
  }

  @Operation(
      summary = "One conversation of mine",
      description =
          "Also one that I have left: then only what I knew of it. Somebody else's is not found.")
  @GetMapping("/{id}")
  ConversationAnswer conversation(SignedIn me, @PathVariable String id) {
    String conversation = new ConversationId(id).value();
    InboxView.Entry entry = conversations.require(me.person().value(), conversation);
    return answers
        .of(
            me.person().value(),
            List.of(conversations.conversation(conversation)),
            Map.of(conversation, entry))
        .getFirst();
  }

  /// @param joined the position of their joining
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Member")
  record MemberAnswer(
      String personId,
      @Nullable String displayName,
      @Nullable String handle,
      @Nullable Picture avatar,
      Role role,
      long joined,
      Instant joinedAt) {}

  /// @param cursor where the next page begins; absent on the last page
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Members")
  record MembersAnswer(List<MemberAnswer> members, @Nullable String cursor) {}

  private record Sorted(String person, MembersView.Member member) {
    static final Comparator<Sorted> ORDER =
        Comparator.comparingLong((Sorted sorted) -> sorted.member().joined())
            .thenComparing(Sorted::person);

    String place() {
      return member.joined() + "." + person;
    }
  }

  @Operation(
      summary = "The members, in the order of their coming",
      description = "For members only. Page by the `cursor` of the answer before.")
  @GetMapping("/{id}/members")
  MembersAnswer members(
      SignedIn me,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String cursor,
      @Parameter(description = "1 to 500") @RequestParam(required = false)
          @Nullable Integer limit) {
    String conversation = new ConversationId(id).value();
    int most = Paging.limit(limit, USUAL_MEMBERS, MOST_MEMBERS);
    conversations.requireMember(me.person().value(), conversation);
    CursorScope scope = CursorScope.of(me.person(), "members", conversation);
    String from = cursor == null ? null : cursors.open(scope, cursor);
    List<Sorted> candidates =
        conversations.members(conversation).current().entrySet().stream()
            .map(entry -> new Sorted(entry.getKey(), entry.getValue()))
            .sorted(Sorted.ORDER)
            .filter(sorted -> from == null || isBehind(from, sorted))
            .limit(most + 1L)
            .toList();
    List<Sorted> page = candidates.subList(0, Math.min(most, candidates.size()));
    Map<String, PersonView> named = people.named(page.stream().map(Sorted::person).toList());
    Set<String> apart = blocks.of(me.person().value());
    return new MembersAnswer(
        page.stream()
            .map(sorted ->
                answer(sorted, named.get(sorted.person()), apart.contains(sorted.person())))
            .toList(),
        candidates.size() > most ? cursors.seal(scope, page.getLast().place()) : null);
  }

  private static boolean isBehind(String place, Sorted sorted) {
    int dot = place.indexOf('.');
    try {
      long joined = Long.parseLong(place.substring(0, Math.max(dot, 0)));
      String person = new PersonId(place.substring(dot + 1)).value();
      return sorted.member().joined() > joined
          || (sorted.member().joined() == joined && sorted.person().compareTo(person) > 0);
    } catch (NumberFormatException | Rejected e) {
      throw Rejected.at("cursor", Reason.INVALID_CURSOR);
    }
  }

  /// The profile picture of somebody on the other side of a block does not exist, nor does its
  /// placeholder.
  private static MemberAnswer answer(Sorted sorted, @Nullable PersonView person, boolean apart) {
    return new MemberAnswer(
        sorted.person(),
        person == null ? null : person.displayName(),
        person == null ? null : person.handle(),
        person == null || apart ? null : person.avatar(),
        Objects.requireNonNull(sorted.member().role()),
        sorted.member().joined(),
        sorted.member().joinedAt());
  }
}
