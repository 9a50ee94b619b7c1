package info.powow.query.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.Standing;
import info.powow.domain.image.Picture;
import info.powow.domain.place.Place;
import info.powow.http.CursorCodec;
import info.powow.http.CursorScope;
import info.powow.identity.SignedIn;
import info.powow.projection.conversation.ConversationView;
import info.powow.projection.conversation.InboxView;
import info.powow.projection.person.MarksView;
import info.powow.projection.person.PersonView;
import info.powow.query.Paging;
import info.powow.query.WaitsForViews;
import info.powow.query.person.BlockLookup;
import info.powow.query.person.Invitations;
import info.powow.query.person.Invitations.Invitation;
import info.powow.query.person.PersonFinder;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
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

/// Requests, invitations and bans.
@WaitsForViews
@RestController
@RequestMapping("/api")
@Tag(name = "Consent")
class ConsentController {
  private static final int USUAL = 50;
  private static final int MOST = 100;

  private final ConversationReader conversations;
  private final ConversationAnswers answers;
  private final PersonFinder people;
  private final BlockLookup blocks;
  private final Invitations invitations;
  private final OpenGroups openGroups;
  private final CursorCodec cursors;

  ConsentController(
      ConversationReader conversations,
      ConversationAnswers answers,
      PersonFinder people,
      BlockLookup blocks,
      Invitations invitations,
      OpenGroups openGroups,
      CursorCodec cursors) {
    this.cursors = cursors;
    this.conversations = conversations;
    this.answers = answers;
    this.people = people;
    this.blocks = blocks;
    this.invitations = invitations;
    this.openGroups = openGroups;
  }

  /// @param cursor where the next page begins; absent on the last page
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Requests")
  record Requests(List<ConversationAnswer> requests, @Nullable String cursor) {}

  @Operation(
      summary = "Private chats that people who are no contacts have begun, newest activity first",
      description =
          "Until I write or accept. Without those that I have declined, and those of people of whom one has blocked the other.")
  @GetMapping("/requests")
  Requests requests(
      SignedIn me,
      @RequestParam(required = false) @Nullable String cursor,
      @Parameter(description = "1 to 100") @RequestParam(required = false)
          @Nullable Integer limit) {
    String person = me.person().value();
    int most = Paging.limit(limit, USUAL, MOST);
    CursorScope scope = CursorScope.of(me.person(), "requests");
    InboxCursor from = cursor == null ? null : InboxCursor.parse(cursors.open(scope, cursor));
    PersonView mine = people.find(person).orElseThrow(() -> new Rejected(Reason.PERSON_NOT_FOUND));
    Set<String> apart = blocks.of(person);
    Map<String, InboxView.Entry> requests = new LinkedHashMap<>();
    conversations
        .inbox(person)
        .conversations()
        .forEach((id, entry) -> {
          if (entry.isMember()
              && entry.standing() == Standing.REQUEST
              && !mine.consent().hasDeclinedRequest(new ConversationId(id))
              && (entry.peer() == null || !apart.contains(entry.peer()))) {
            requests.put(id, entry);
          }
        });
    ConversationAnswers.Page page = answers.page(person, requests, from, most);
    return new Requests(
        page.conversations(), page.next() == null ? null : cursors.seal(scope, page.next()));
  }

  /// @param name of the group
  /// @param memberCount the number of its members
  /// @param by the inviter
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Invitation")
  record InvitationAnswer(
      String conversationId,
      @Nullable String name,
      @Nullable Picture avatar,
      int memberCount,
      ConversationAnswer.MemberName by,
      Instant at) {}

  @Schema(name = "Invitations")
  record InvitationsAnswer(List<InvitationAnswer> invitations) {}

  @Operation(
      summary = "The groups that I am invited to, the newest invitation first",
      description = "The newest hundred. Of a group, no more is told than this.")
  @GetMapping("/invitations")
  InvitationsAnswer invitations(SignedIn me) {
    String person = me.person().value();
    Map<String, Invitation> open = new LinkedHashMap<>();
    Map<String, InboxView.Entry> entries = conversations.inbox(person).conversations();
    for (Invitation each : invitations.of(person)) {
      InboxView.Entry entry = entries.get(each.conversation());
      // Joining, even if followed by leaving, uses up an invitation.
      boolean usedUp =
          entry != null && (entry.isMember() || entry.position() > each.mark().position());
      if (!usedUp && open.size() < MOST) {
        open.putIfAbsent(each.conversation(), each);
      }
    }
    open.keySet().removeAll(invitations.bannedFrom(person, List.copyOf(open.keySet())));
    Map<String, ConversationView> views = conversations.conversations(open.keySet());
    Map<String, PersonView> named =
        people.named(open.values().stream().map(each -> each.mark().by()).distinct().toList());
    List<InvitationAnswer> shown = new ArrayList<>(open.size());
    open.forEach((id, each) -> {
      ConversationView view = views.get(id);
      if (view != null && view.members() > 0) {
        MarksView.Mark mark = each.mark();
        shown.add(
            new InvitationAnswer(
                id,
                view.name(),
                view.avatar(),
                view.members(),
                new ConversationAnswer.MemberName(mark.by(), nameOf(named.get(mark.by()))),
                mark.at()));
      }
    });
    return new InvitationsAnswer(shown);
  }

  /// What anybody may know of a group that anybody may join.
  ///
  /// @param memberCount the number of its members
  /// @param place where it is found on the map
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "GroupPreview")
  record GroupPreview(
      String conversationId,
      String name,
      @Nullable Picture avatar,
      int memberCount,
      @Nullable Place place) {}

  @Operation(
      summary = "What an open group is, before I join it",
      description =
          "Its name, picture, size and place. A group that does not admit me is not found, like one that does not exist.")
  @GetMapping("/conversations/{id}/preview")
  GroupPreview preview(SignedIn me, @PathVariable String id) {
    String conversation = new ConversationId(id).value();
    OpenGroups.OpenGroup group =
        openGroups.of(me.person(), List.of(conversation)).get(conversation);
    if (group == null) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    return new GroupPreview(
        conversation, group.name(), group.avatar(), group.memberCount(), group.place());
  }

  /// @param by the person who banned them
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Ban")
  record Ban(String personId, @Nullable String displayName, String by, Instant at) {}

  @Schema(name = "Bans")
  record Bans(List<Ban> bans) {}

  @Operation(
      summary = "Who was removed from a group for good",
      description = "For owners and moderators.")
  @GetMapping("/conversations/{id}/bans")
  Bans bans(SignedIn me, @PathVariable String id) {
    String conversation = new ConversationId(id).value();
    InboxView.Entry entry = conversations.requireMember(me.person().value(), conversation);
    Objects.requireNonNull(entry.role()).requireMaySeeBans(entry.group());
    Map<String, MarksView.Mark> marks = invitations.bans(conversation);
    Map<String, PersonView> named = people.named(marks.keySet());
    return new Bans(
        marks.entrySet().stream()
            .map(ban ->
                new Ban(
                    ban.getKey(),
                    nameOf(named.get(ban.getKey())),
                    ban.getValue().by(),
                    ban.getValue().at()))
            .toList());
  }

  private static @Nullable String nameOf(@Nullable PersonView person) {
    return person == null ? null : person.displayName();
  }
}
