package info.powow.projection.conversation;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MembershipEvent;
import info.powow.domain.conversation.ConversationEvent.MessageChange;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ConversationEvent.PinChange;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionChange;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.TextChange;
import info.powow.eventlog.json.WireEvent;
import info.powow.projection.image.ImageChanges;
import info.powow.projector.SkippedEvents;
import info.powow.projector.ViewFault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The cached documents of one conversation, with the changes that are not yet written.
///
/// Before an event is applied, the documents that it needs and that may be in the store must be
/// loaded ([#wantsPage], [#wantsMembers]). The [ConversationView] is written last of all documents
/// of a conversation. So a page that begins after the view's position contains nothing that will
/// not be applied again, and need not be loaded.
final class CachedConversation {
  private static final int WEIGHT = 1_500;
  private static final int MEMBER_WEIGHT = 200;
  private static final int USUAL_BYTES = 16_384;

  private final Map<Long, HistoryPage> pages = new HashMap<>();
  private final Set<Long> changedPages = new HashSet<>();
  private final Map<String, InboxView.Entry> changedInboxes = new HashMap<>();
  private final ImageChanges imageChanges = new ImageChanges();
  private final SkippedEvents skipped;
  private ConversationView view;
  private @Nullable MembersView members;
  private boolean viewChanged;
  private boolean membersChanged;

  CachedConversation(ConversationView view, SkippedEvents skipped) {
    this.view = view;
    this.skipped = skipped;
  }

  ConversationView view() {
    return view;
  }

  // -----------------------------------------------------------------------------------------
  // loading

  /// The number of the page that an event changes; -1 if it changes none.
  static long pageOf(ConversationEvent event, long at) {
    return HistoryPage.numberOf(
        event instanceof TextChange || event instanceof ReactionChange
            ? ((MessageChange) event).message()
            : at);
  }

  boolean wantsPage(long number) {
    return !pages.containsKey(number) && number * HistoryPage.POSITIONS <= view.position();
  }

  void bring(long number, @Nullable HistoryPage page) {
    pages.put(number, page == null ? emptyPage(number) : page);
  }

  boolean wantsMembers() {
    return members == null && view.isOpened();
  }

  void bring(@Nullable MembersView stored) {
    members = stored == null ? MembersView.none(view.id()) : stored;
  }

  // ----------------------------------------------------------------------------------------
  // applying

  /// Applies all or nothing: everything that may throw comes first.
  void apply(ConversationEvent event, long at, byte[] json) {
    if (at <= view.position()) {
      return;
    }
    requireNext(event, at);
    long number = pageOf(event, at);
    HistoryPage page = pages.getOrDefault(number, emptyPage(number));
    HistoryPage newPage = at <= page.position() ? page : after(page, event, at, json);
    Set<PersonId> concerned = MembersView.concerned(event);
    MembersView newMembers = concerned.isEmpty() ? members : membersAfter(event, at);
    boolean standing = view.changesStanding(event);
    ConversationView newView = view.after(event, at, newMembers);
    // If the page is written, the changes to pictures are written too.
    ImageChanges newChanges = newPage == page ? new ImageChanges() : imagesAfter(page, event, at);

    view = newView;
    viewChanged = true;
    pages.put(number, newPage);
    if (newPage != page) {
      changedPages.add(number);
    }
    imageChanges.addAll(newChanges);
    if (event instanceof AuthorErased gone) {
      erase(gone.personId().value(), at);
    }
    if (!concerned.isEmpty() && newMembers != null) {
      members = newMembers;
      membersChanged = true;
      for (PersonId person : concerned) {
        changedInboxes.put(person.value(), inboxEntry(newMembers, person.value(), at));
      }
    } else if (standing) {
      MembersView both = members == null ? MembersView.none(view.id()) : members;
      for (String person : both.people().keySet()) {
        changedInboxes.put(person, inboxEntry(both, person, at));
      }
    }
  }

  private ImageChanges imagesAfter(HistoryPage page, ConversationEvent event, long at) {
    ImageChanges changes = new ImageChanges();
    if (event instanceof MessageSent sent) {
      changes.sent(sent.images(), view.id(), at);
    } else if (event instanceof MessageDeleted deleted) {
      changes.withdrawn(
          HistoryMessageJson.images(page.line(deleted.message())),
          view.id(),
          deleted.message(),
          at);
    } else if (event instanceof GroupAvatarChanged changed) {
      changes.groupAvatar(view.id(), view.avatar(), changed.avatar(), at);
    }
    return changes;
  }

  /// Pages in memory. Those in the store were rewritten before ([ConversationSink]).
  private void erase(String author, long at) {
    pages.replaceAll((number, page) -> {
      withdrawPictures(page, author, view.id(), at, imageChanges);
      HistoryPage erased = page.erased(at, author);
      if (erased != page) {
        changedPages.add(number);
      }
      return erased;
    });
  }

  /// The pictures in messages of an erased author are used by them no longer.
  static void withdrawPictures(
      HistoryPage page, String author, String conversation, long at, ImageChanges changes) {
    for (HistoryPage.Entry entry : page.entries()) {
      if (HistoryMessageJson.isBy(author, entry.json())) {
        changes.withdrawn(
            HistoryMessageJson.images(entry.json()), conversation, entry.position(), at);
      }
    }
  }

  private void requireNext(ConversationEvent event, long at) {
    if (at != skipped.next(view.id(), view.position())) {
      throw new ViewFault(
          "conversation " + view.id() + " is at position " + view.position() + " and gets " + at);
    }
    boolean opens = event instanceof DirectOpened || event instanceof GroupCreated;
    if (opens == view.isOpened()) {
      throw new ViewFault(
          "conversation " + view.id() + " must be opened first, and once: position " + at);
    }
  }

  private HistoryPage after(HistoryPage page, ConversationEvent event, long at, byte[] json) {
    return switch (event) {
      case MessageEdited edited ->
          page.changed(at, edited.message(), line -> HistoryMessageJson.edited(line, edited, at))
              .with(page.textHistory(edited.message()).editedAt(at));
      case MessageDeleted deleted ->
          page.changed(at, deleted.message(), line -> HistoryMessageJson.deleted(line, deleted))
              .with(page.textHistory(deleted.message()).deletedAt(at));
      case ReactionAdded added ->
          page.changed(at, added.message(), line -> HistoryMessageJson.reacted(line, added));
      case ReactionRemoved removed ->
          page.changed(at, removed.message(), line -> HistoryMessageJson.unreacted(line, removed));
      case Opening _,
          MembershipEvent _,
          AdmissionEvent _,
          RequestAccepted _,
          GroupProfileEvent _,
          MessageSent _,
          AuthorErased _,
          PinChange _ ->
          page.with(at, WireEvent.of(event.getClass().getSimpleName(), at, json));
    };
  }

  private MembersView membersAfter(ConversationEvent event, long at) {
    MembersView before = members == null ? MembersView.none(view.id()) : members;
    return at <= before.position() ? before : before.after(event, at);
  }

  private InboxView.Entry inboxEntry(MembersView roster, String person, long at) {
    MembersView.Member member = roster.people().get(person);
    if (member == null) {
      throw new ViewFault("a member of " + view.id() + " is missing");
    }
    return new InboxView.Entry(
        at,
        view.group(),
        view.group() ? null : peerOf(person),
        member.role(),
        member.joined(),
        member.joinedAt(),
        member.ranges(),
        member.isMember() ? null : view.name(),
        view.standingOf(person));
  }

  private @Nullable String peerOf(String person) {
    return view.preview().stream().filter(other -> !other.equals(person)).findFirst().orElse(null);
  }

  private HistoryPage emptyPage(long number) {
    return HistoryPage.empty(HistoryPage.idOf(view.id(), number));
  }

  // -----------------------------------------------------------------------------------------
  // writing

  interface Writes {
    void images(ImageChanges changes);

    void page(HistoryPage page);

    void members(MembersView members);

    void inbox(String person, String conversation, InboxView.Entry entry);

    void conversation(ConversationView view);
  }

  /// The number of documents that wait to be written; a large one counts as several.
  int changes() {
    int bytes = 0;
    for (long number : changedPages) {
      HistoryPage page = pages.get(number);
      bytes += page == null ? 0 : page.lines().length;
    }
    return bytes / USUAL_BYTES
        + changedPages.size()
        + imageChanges.size()
        + changedInboxes.size()
        + (membersChanged ? 1 : 0)
        + (viewChanged ? 1 : 0);
  }

  void collect(Writes writes) {
    writes.images(imageChanges);
    for (long number : changedPages) {
      HistoryPage page = pages.get(number);
      if (page != null) {
        writes.page(page);
      }
    }
    if (membersChanged && members != null) {
      writes.members(members);
    }
    changedInboxes.forEach((person, entry) -> writes.inbox(person, view.id(), entry));
    if (viewChanged) {
      writes.conversation(view);
    }
  }

  /// Drops old pages, which are unlikely to be needed soon.
  void written() {
    changedPages.clear();
    imageChanges.clear();
    changedInboxes.clear();
    membersChanged = false;
    viewChanged = false;
    long newest = HistoryPage.numberOf(view.position());
    pages.keySet().removeIf(number -> number != newest);
  }

  /// The approximate number of bytes it takes.
  long weight() {
    long weight = WEIGHT;
    for (HistoryPage page : pages.values()) {
      weight += page.lines().length;
    }
    return members == null ? weight : weight + (long) MEMBER_WEIGHT * members.people().size();
  }
}
