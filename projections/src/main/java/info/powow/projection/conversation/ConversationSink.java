package info.powow.projection.conversation;

import com.mongodb.client.model.WriteModel;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.image.ImageChanges;
import info.powow.projection.image.ImageViews;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projector.Projection;
import info.powow.projector.SkippedEvents;
import info.powow.projector.ViewFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;

/// Maintains the views of conversations: inboxes, members and history.
public final class ConversationSink implements Projection.Sink {
  private static final int PAGES_AT_ONCE = 32;

  private final ConversationViews views;
  private final ImageViews images;
  private final long maxWeight;
  private final SkippedEvents skipped;

  /// In order of use, the least recently used first.
  private final Map<String, CachedConversation> kept = new LinkedHashMap<>(256, 0.75f, true);

  private final Map<String, ViewFault> unreadable = new HashMap<>();
  private final Set<CachedConversation> changed = new LinkedHashSet<>();
  private final Map<CachedConversation, Long> weights = new HashMap<>();
  private int pending;
  private long weight;

  /// @param maxBytes approximate memory for cached documents
  public ConversationSink(
      ConversationViews views, ImageViews images, long maxBytes, SkippedEvents skipped) {
    this.views = views;
    this.images = images;
    this.maxWeight = maxBytes;
    this.skipped = skipped;
  }

  // -----------------------------------------------------------------------------------------
  // loading

  @Override
  public void load(List<LoggedEvent> events) {
    loadConversations(events);
    eraseStored(events);
    loadDependents(events);
  }

  private void loadConversations(List<LoggedEvent> events) {
    Set<String> missing = new LinkedHashSet<>();
    for (LoggedEvent logged : events) {
      if (logged.event() instanceof ConversationEvent && !kept.containsKey(logged.stream())) {
        missing.add(logged.stream());
      }
    }
    ViewCollection.Found<ConversationView> found = views.conversations().search(missing);
    for (String id : missing) {
      ViewFault fault = found.faults().get(id);
      if (fault == null) {
        ConversationView view = found.views().get(id);
        keep(new CachedConversation(view == null ? ConversationView.unopened(id) : view, skipped));
        unreadable.remove(id);
      } else {
        unreadable.put(id, fault);
      }
    }
  }

  private void loadDependents(List<LoggedEvent> events) {
    Set<String> pages = new LinkedHashSet<>();
    Set<String> members = new LinkedHashSet<>();
    List<Runnable> whenFound = new ArrayList<>();
    Map<String, HistoryPage> foundPages = new HashMap<>();
    Map<String, MembersView> foundMembers = new HashMap<>();
    for (LoggedEvent logged : events) {
      CachedConversation conversation = kept.get(logged.stream());
      if (conversation == null
          || !(logged.event() instanceof ConversationEvent event)
          || logged.sequence() <= conversation.view().position()) {
        continue;
      }
      long number = CachedConversation.pageOf(event, logged.sequence());
      String pageId = HistoryPage.idOf(logged.stream(), number);
      if (conversation.wantsPage(number) && pages.add(pageId)) {
        whenFound.add(() -> conversation.bring(number, foundPages.get(pageId)));
      }
      if ((MembersView.isConcernedBy(event) || conversation.view().changesStanding(event))
          && conversation.wantsMembers()
          && members.add(logged.stream())) {
        whenFound.add(() -> conversation.bring(foundMembers.get(logged.stream())));
      }
    }
    ViewCollection.Found<HistoryPage> historyFound = views.history().search(pages);
    ViewCollection.Found<MembersView> membersFound = views.members().search(members);
    foundPages.putAll(historyFound.views());
    foundMembers.putAll(membersFound.views());
    whenFound.forEach(Runnable::run);
    historyFound
        .faults()
        .forEach((id, fault) -> forgetUnreadable(id.substring(0, id.indexOf('/')), fault));
    membersFound.faults().forEach(this::forgetUnreadable);
  }

  /// Removes the words of erased authors from the stored pages, a few at a time: a conversation may
  /// have any number of pages. Doing so again changes nothing, and nothing brings the words back,
  /// because the log cannot open them. The pages in memory follow with the event.
  private void eraseStored(List<LoggedEvent> events) {
    for (LoggedEvent logged : events) {
      CachedConversation conversation = kept.get(logged.stream());
      if (conversation != null
          && logged.event() instanceof AuthorErased gone
          && logged.sequence() > conversation.view().position()) {
        long pages = HistoryPage.numberOf(conversation.view().position()) + 1;
        for (long from = 0; from < pages; from += PAGES_AT_ONCE) {
          eraseStored(gone, logged.sequence(), from, Math.min(pages, from + PAGES_AT_ONCE));
        }
      }
    }
  }

  private void eraseStored(AuthorErased gone, long at, long from, long to) {
    String conversation = gone.conversationId().value();
    String author = gone.personId().value();
    List<String> ids = new ArrayList<>();
    for (long number = from; number < to; number++) {
      ids.add(HistoryPage.idOf(conversation, number));
    }
    ImageChanges withdrawn = new ImageChanges();
    List<WriteModel<HistoryPage>> writes = new ArrayList<>();
    for (HistoryPage page : views.history().search(ids).views().values()) {
      HistoryPage erased = page.erased(page.position(), author);
      if (erased != page) {
        CachedConversation.withdrawPictures(page, author, conversation, at, withdrawn);
        writes.add(ViewCollection.rewriting(erased));
      }
    }
    images.images().write(withdrawn.writes());
    views.history().write(writes);
  }

  private void forgetUnreadable(String conversation, ViewFault fault) {
    unreadable.put(conversation, fault);
  }

  private void keep(CachedConversation conversation) {
    kept.put(conversation.view().id(), conversation);
    weigh(conversation);
  }

  private void weigh(CachedConversation conversation) {
    long now = conversation.weight();
    Long before = weights.put(conversation, now);
    weight += now - (before == null ? 0 : before);
  }

  // ----------------------------------------------------------------------------------------
  // applying

  @Override
  public void apply(LoggedEvent logged) {
    if (!(logged.event() instanceof ConversationEvent event)) {
      return;
    }
    ViewFault fault = unreadable.remove(logged.stream());
    if (fault != null) {
      throw fault;
    }
    CachedConversation conversation = kept.get(logged.stream());
    if (conversation == null) {
      throw new ViewFault("conversation " + logged.stream() + " was not loaded");
    }
    int before = conversation.changes();
    conversation.apply(event, logged.sequence(), logged.json());
    int after = conversation.changes();
    if (after > 0) {
      changed.add(conversation);
      pending += after - before;
    }
  }

  @Override
  public int pending() {
    return pending;
  }

  // -----------------------------------------------------------------------------------------
  // writing

  @Override
  public void flush() {
    if (changed.isEmpty()) {
      return;
    }
    Collected collected = new Collected();
    for (CachedConversation conversation : changed) {
      conversation.collect(collected);
    }
    // First: the pictures of a deleted message are known only until its page is written.
    images.images().write(collected.images.writes());
    views.history().write(collected.pages);
    views.members().write(collected.members);
    views.inboxes().write(collected.inboxWrites());
    // Last: a written conversation implies that everything else of it is written.
    views.conversations().write(collected.conversations);
    for (CachedConversation conversation : changed) {
      conversation.written();
      weigh(conversation);
    }
    changed.clear();
    pending = 0;
    forgetOldest();
  }

  private void forgetOldest() {
    Iterator<CachedConversation> oldestFirst = kept.values().iterator();
    while (weight > maxWeight && oldestFirst.hasNext()) {
      CachedConversation oldest = oldestFirst.next();
      oldestFirst.remove();
      Long its = weights.remove(oldest);
      weight -= its == null ? 0 : its;
    }
  }

  private static final class Collected implements CachedConversation.Writes {
    final ImageChanges images = new ImageChanges();
    final List<WriteModel<HistoryPage>> pages = new ArrayList<>();
    final List<WriteModel<MembersView>> members = new ArrayList<>();
    final List<WriteModel<ConversationView>> conversations = new ArrayList<>();
    private final Map<String, BsonDocument> inboxes = new HashMap<>();

    @Override
    public void images(ImageChanges changes) {
      images.addAll(changes);
    }

    @Override
    public void page(HistoryPage page) {
      pages.add(ViewCollection.replacing(page));
    }

    @Override
    public void members(MembersView view) {
      members.add(ViewCollection.replacing(view));
    }

    @Override
    public void inbox(String person, String conversation, InboxView.Entry entry) {
      inboxes
          .computeIfAbsent(person, _ -> new BsonDocument())
          .append(InboxView.fieldOf(conversation), entry.toBson());
    }

    @Override
    public void conversation(ConversationView view) {
      conversations.add(ViewCollection.replacing(view));
    }

    List<WriteModel<InboxView>> inboxWrites() {
      List<WriteModel<InboxView>> writes = new ArrayList<>(inboxes.size());
      inboxes.forEach((person, fields) -> writes.add(ViewCollection.advancing(person, fields)));
      return writes;
    }
  }
}
