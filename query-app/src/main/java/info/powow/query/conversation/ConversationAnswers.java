package info.powow.query.conversation;

import info.powow.domain.conversation.Standing;
import info.powow.domain.image.Picture;
import info.powow.domain.person.Arrangement;
import info.powow.eventlog.json.DisclosedEvent;
import info.powow.projection.conversation.ConversationView;
import info.powow.projection.conversation.InboxView;
import info.powow.projection.conversation.LastMessage;
import info.powow.projection.conversation.UnreadCount;
import info.powow.projection.person.PersonView;
import info.powow.query.Paging;
import info.powow.query.conversation.ConversationAnswer.Kind;
import info.powow.query.conversation.ConversationAnswer.LastMessageAnswer;
import info.powow.query.conversation.ConversationAnswer.MemberName;
import info.powow.query.conversation.ConversationAnswer.Range;
import info.powow.query.person.BlockLookup;
import info.powow.query.person.PersonFinder;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Assembles answers about conversations for one person.
final class ConversationAnswers {
  private final ConversationReader conversations;
  private final PersonFinder people;
  private final BlockLookup blocks;
  private final Clock clock;

  ConversationAnswers(
      ConversationReader conversations, PersonFinder people, BlockLookup blocks, Clock clock) {
    this.conversations = conversations;
    this.people = people;
    this.blocks = blocks;
    this.clock = clock;
  }

  /// @param next where the next page begins; null on the last page
  record Page(List<ConversationAnswer> conversations, @Nullable String next) {}

  /// Newest activity first.
  ///
  /// @param from where the page begins
  Page page(String me, Map<String, InboxView.Entry> entries, @Nullable InboxCursor from, int most) {
    List<ConversationView> candidates =
        conversations.conversations(entries.keySet(), List.of("activity")).values().stream()
            .filter(view -> from == null || from.isBefore(view))
            .sorted(InboxCursor.ORDER)
            .limit(most + 1L)
            .toList();
    List<ConversationView> page = candidates.subList(0, Math.min(most, candidates.size()));
    Map<String, ConversationView> whole =
        conversations.conversations(page.stream().map(ConversationView::id).toList());
    List<ConversationView> shown =
        page.stream().map(view -> whole.get(view.id())).filter(Objects::nonNull).toList();
    List<ConversationAnswer> answers = of(me, shown, entries);
    List<ConversationAnswer> fitting = Paging.fitting(answers, ConversationAnswer::bytes);
    if (fitting.size() < answers.size()) {
      return new Page(fitting, InboxCursor.behind(shown.get(fitting.size() - 1)).toString());
    }
    return new Page(
        answers, candidates.size() > most ? InboxCursor.behind(page.getLast()).toString() : null);
  }

  /// In the order of the views.
  List<ConversationAnswer> of(
      String me, List<ConversationView> views, Map<String, InboxView.Entry> entries) {
    List<String> ids = views.stream().map(ConversationView::id).toList();
    Map<String, Long> read = conversations.readBy(me, ids);
    Optional<PersonView> mine = people.find(me);
    Map<String, Instant> muted = mine.map(PersonView::muted).orElse(Map.of());
    Map<String, Arrangement> arranged = mine.map(PersonView::arranged).orElse(Map.of());
    Map<String, PersonView> named = people.named(named(views, entries));
    Set<String> apart = blocks.of(me);
    Instant now = clock.instant();
    return views.stream()
        .map(view -> {
          InboxView.Entry entry = entries.get(view.id());
          if (entry == null) {
            throw new IllegalArgumentException("a listed conversation has no inbox entry");
          }
          long upTo = read.getOrDefault(view.id(), -1L);
          Arrangement arrangement = arranged.getOrDefault(view.id(), Arrangement.NONE);
          Instant until = muted.get(view.id());
          Instant mutedUntil = until != null && until.isAfter(now) ? until : null;
          return entry.isMember()
              ? member(me, view, entry, upTo, mutedUntil, arrangement, named, apart)
              : former(view, entry, upTo, mutedUntil, arrangement);
        })
        .toList();
  }

  private static Set<String> named(
      List<ConversationView> views, Map<String, InboxView.Entry> entries) {
    Set<String> named = new LinkedHashSet<>();
    for (ConversationView view : views) {
      InboxView.Entry entry = entries.get(view.id());
      if (entry != null && entry.isMember()) {
        named.addAll(view.preview());
      }
    }
    return named;
  }

  private static ConversationAnswer member(
      String me,
      ConversationView view,
      InboxView.Entry entry,
      long upTo,
      @Nullable Instant mutedUntil,
      Arrangement arrangement,
      Map<String, PersonView> named,
      Set<String> apart) {
    String peer = entry.peer();
    long seen = Math.max(upTo, entry.joined() - 1);
    UnreadCount unread = view.unreadBy(me, seen);
    return new ConversationAnswer(
        view.id(),
        view.group() ? Kind.GROUP : Kind.DIRECT,
        peer == null ? view.name() : nameOf(named, peer),
        peer == null ? view.avatar() : apart.contains(peer) ? null : avatarOf(named, peer),
        peer,
        view.place(),
        view.open(),
        view.history(),
        view.createdAt(),
        entry.role(),
        entry.joinedAt(),
        view.members(),
        view.preview().stream().map(id -> new MemberName(id, nameOf(named, id))).toList(),
        view.position(),
        ranges(entry),
        lastMessage(view.last(), entry),
        view.activity(),
        unread.count(),
        unread.capped(),
        view.mentioned(me, seen),
        upTo,
        mutedUntil,
        arrangement.section(),
        arrangement.unread(),
        view.pins().stream().filter(entry::maySee).toList(),
        entry.standing() == Standing.REQUEST ? true : null);
  }

  /// A person who left sees nothing newer.
  private static ConversationAnswer former(
      ConversationView view,
      InboxView.Entry entry,
      long upTo,
      @Nullable Instant mutedUntil,
      Arrangement arrangement) {
    long end = entry.ranges().isEmpty() ? -1 : entry.ranges().getLast().to();
    return new ConversationAnswer(
        view.id(),
        view.group() ? Kind.GROUP : Kind.DIRECT,
        entry.leftName(),
        null,
        entry.peer(),
        null,
        view.open(),
        view.history(),
        view.createdAt(),
        null,
        entry.joinedAt(),
        0,
        List.of(),
        end,
        ranges(entry),
        null,
        entry.joinedAt(),
        0,
        false,
        null,
        upTo,
        mutedUntil,
        arrangement.section(),
        arrangement.unread(),
        List.of(),
        null);
  }

  private static List<Range> ranges(InboxView.Entry entry) {
    return entry.ranges().stream()
        .map(range -> new Range(range.from(), range.isOpen() ? null : range.to()))
        .toList();
  }

  private static @Nullable String nameOf(Map<String, PersonView> named, String id) {
    PersonView person = named.get(id);
    return person == null ? null : person.displayName();
  }

  private static @Nullable Picture avatarOf(Map<String, PersonView> named, String id) {
    PersonView person = named.get(id);
    return person == null ? null : person.avatar();
  }

  /// A person who joined after the last message does not see it.
  private static @Nullable LastMessageAnswer lastMessage(
      @Nullable LastMessage message, InboxView.Entry entry) {
    if (message == null || !entry.maySee(message.position())) {
      return null;
    }
    if (!entry.maySee(message.textHistory()) && !message.deleted()) {
      // Edited while they were away: the history shows the version that they saw.
      return new LastMessageAnswer(
          message.position(),
          message.sender(),
          null,
          false,
          message.images(),
          message.at(),
          false,
          false,
          withheld(message));
    }
    return new LastMessageAnswer(
        message.position(),
        message.sender(),
        message.text(),
        message.cut(),
        message.images(),
        message.at(),
        message.edited(),
        message.deleted(),
        withheld(message));
  }

  private static @Nullable String withheld(LastMessage message) {
    return message.erased() ? DisclosedEvent.ERASED : null;
  }
}
