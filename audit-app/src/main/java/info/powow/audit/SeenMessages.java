package info.powow.audit;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.MessageChange;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.PinChange;
import info.powow.domain.conversation.MessageForm;
import info.powow.domain.conversation.Timeline;
import info.powow.domain.conversation.Visibility;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageEvent.ImageErased;
import info.powow.domain.image.ImageEvent.ImageShared;
import info.powow.domain.image.ImageFormat;
import info.powow.eventlog.LoggedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Pages of a conversation as one person could have had it on their screen at a moment. [Timeline]
/// decides what they could see; this class adds the words.
final class SeenMessages {
  private static final int MOST_BYTES = 512 * 1_024;
  private static final int MOST_POSITIONS = 4_096;
  private static final int CHUNK = 32;
  private static final byte[] ERASED =
      "\"withheld\":\"erased\"".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] HELD = "\"withheld\":\"held\"".getBytes(StandardCharsets.US_ASCII);

  private final LoggedConversations log;
  private final JsonMapper json;

  SeenMessages(LoggedConversations log, JsonMapper json) {
    this.log = log;
    this.json = json;
  }

  /// Which version of a message a person saw.
  enum Version {
    AS_SENT,
    AS_EDITED,
    /// A tombstone: a message was there, but its words are not shown.
    DELETED
  }

  /// A message on the screen.
  ///
  /// @param version which version it is
  /// @param changed when that version was written; absent for a message as it was sent
  /// @param pictures whether the person could load its pictures
  /// @param reactions the people by emoji
  /// @param withheld `erased` if its author's personal data was erased since; `held` if a hold of
  ///     this case keeps it
  record SeenMessage(
      long position,
      PersonId sender,
      Instant at,
      Version version,
      @Nullable Moment changed,
      @Nullable String text,
      @Nullable List<SeenPicture> images,
      @Nullable Boolean pictures,
      @Nullable Long replyTo,
      @Nullable List<PersonId> mentions,
      @Nullable Map<String, List<PersonId>> reactions,
      boolean pinned,
      @Nullable PersonId deletedBy,
      @Nullable String withheld) {}

  /// A picture of a message. It is not shown: its hash identifies it.
  ///
  /// @param format absent if the log does not know the picture
  /// @param bytes the size as it was stored
  /// @param hash the SHA-256 of the bytes as they were stored; absent if its owner was erased
  /// @param deletedAt when its bytes were deleted; absent while they are there
  record SeenPicture(
      ImageId imageId,
      @Nullable ImageFormat format,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Long bytes,
      @Nullable ContentHash hash,
      @Nullable Instant deletedAt) {}

  /// Another entry on the screen, such as somebody joining or a new name.
  ///
  /// @param type as in the events of the protocol
  /// @param event its other fields
  record SeenHappening(long position, Instant at, String type, Map<String, Object> event) {}

  /// @param next the position before which the next page ends; null on the last page
  record Page(List<SeenMessage> messages, List<SeenHappening> happenings, @Nullable Long next) {}

  /// The newest messages before a position, oldest first.
  Page page(ConversationAt conversation, PersonId person, long before, int most) {
    Timeline timeline = conversation.timeline();
    Visibility visible = timeline.visibleTo(person);
    List<SeenMessage> messages = new ArrayList<>();
    List<SeenHappening> happenings = new ArrayList<>();
    conversation.foldPinned();
    Set<Long> pins = timeline.pinsSeenBy(person);
    long bytes = 0;
    long end = Math.min(before, conversation.next());
    long position = end;
    while (position > 0
        && messages.size() < most
        && bytes < MOST_BYTES
        && end - position < MOST_POSITIONS) {
      long start = Math.max(0, position - CHUNK);
      List<LoggedEvent> chunk = log.from(conversation, start, (int) (position - start)).reversed();
      for (LoggedEvent logged : chunk) {
        if (messages.size() >= most || bytes >= MOST_BYTES) {
          break;
        }
        position = logged.sequence();
        if (!visible.sees(position) || !(logged.event() instanceof ConversationEvent event)) {
          continue;
        }
        if (event instanceof MessageSent sent) {
          messages.add(message(conversation, person, pins, logged, sent));
          bytes += logged.json().length;
        } else if (!(event instanceof MessageChange) || event instanceof PinChange) {
          happenings.add(happening(logged));
          bytes += logged.json().length;
        }
      }
      if (chunk.isEmpty()) {
        break;
      }
    }
    return new Page(messages.reversed(), happenings.reversed(), position > 0 ? position : null);
  }

  private SeenMessage message(
      ConversationAt conversation,
      PersonId person,
      Set<Long> pins,
      LoggedEvent logged,
      MessageSent sent) {
    Timeline timeline = conversation.timeline();
    long position = logged.sequence();
    conversation.fold(position);
    MessageForm form = timeline.form(person, position);
    boolean member = timeline.visibleTo(person).isOpen();
    return switch (form) {
      case MessageForm.AsSent _ ->
          said(conversation, person, pins, logged, sent, null, sent.text(), sent.mentions());
      case MessageForm.AsEdited edited -> {
        LoggedEvent change = log.at(conversation, edited.edit());
        MessageEdited edit =
            change != null && change.event() instanceof MessageEdited found ? found : null;
        yield said(
            conversation,
            person,
            pins,
            logged,
            sent,
            change,
            edit == null ? null : edit.text(),
            mentions(conversation, person, position, sent));
      }
      case MessageForm.Tombstone tombstone -> {
        LoggedEvent change = log.at(conversation, tombstone.deletion());
        yield new SeenMessage(
            position,
            sent.sender(),
            sent.at(),
            Version.DELETED,
            change == null ? null : Moment.of(change),
            null,
            null,
            null,
            null,
            null,
            null,
            false,
            member && change != null && change.event() instanceof MessageDeleted deleted
                ? deleted.by()
                : null,
            null);
      }
      // The log has every edit, so no version is unknown; and hidden messages never get here.
      case MessageForm.WithoutText _, MessageForm.Hidden _ ->
          throw new IllegalStateException("a message that is seen has a known version");
    };
  }

  private SeenMessage said(
      ConversationAt conversation,
      PersonId person,
      Set<Long> pins,
      LoggedEvent logged,
      MessageSent sent,
      @Nullable LoggedEvent change,
      @Nullable String text,
      List<PersonId> mentions) {
    long position = logged.sequence();
    Map<String, List<PersonId>> reactions = new TreeMap<>();
    conversation
        .timeline()
        .reactionsSeenBy(person, position)
        .forEach((emoji, by) ->
            reactions.put(
                emoji, by.stream().sorted(Comparator.comparing(PersonId::value)).toList()));
    return new SeenMessage(
        position,
        sent.sender(),
        sent.at(),
        change == null ? Version.AS_SENT : Version.AS_EDITED,
        change == null ? null : Moment.of(change),
        text,
        sent.images().isEmpty() ? null : sent.images().stream().map(this::picture).toList(),
        sent.images().isEmpty() ? null : conversation.timeline().showsPictures(person, position),
        sent.replyTo(),
        mentions.isEmpty() ? null : mentions,
        reactions.isEmpty() ? null : reactions,
        pins.contains(position),
        null,
        withheld(change == null ? logged : change));
  }

  private SeenPicture picture(ImageId id) {
    ImageShared shared = null;
    ContentHash hash = null;
    Instant deletedAt = null;
    for (LoggedEvent logged : log.picture(id)) {
      if (logged.event() instanceof ImageShared found) {
        shared = found;
        hash = isErased(logged) ? null : found.hash();
      } else if (logged.event() instanceof ImageErased erased) {
        deletedAt = erased.at();
      }
    }
    return shared == null
        ? new SeenPicture(id, null, null, null, null, null, deletedAt)
        : new SeenPicture(
            id, shared.format(), shared.width(), shared.height(), shared.bytes(), hash, deletedAt);
  }

  /// The mentions of the newest edit with any, among the edits that the person saw.
  private List<PersonId> mentions(
      ConversationAt conversation, PersonId person, long position, MessageSent sent) {
    Visibility visible = conversation.timeline().visibleTo(person);
    for (long edit : conversation.textsOf(position).edits().reversed()) {
      LoggedEvent logged = visible.sees(edit) ? log.at(conversation, edit) : null;
      if (logged != null
          && logged.event() instanceof MessageEdited edited
          && edited.mentions() != null) {
        return edited.mentions();
      }
    }
    return sent.mentions();
  }

  SeenHappening happening(LoggedEvent logged) {
    @SuppressWarnings("unchecked")
    Map<String, Object> fields = new TreeMap<>(json.readValue(logged.json(), Map.class));
    fields.keySet().removeAll(Set.of("at", "conversationId", "key"));
    String type = logged.type();
    return new SeenHappening(
        logged.sequence(),
        Moment.atOf(logged),
        Character.toLowerCase(type.charAt(0)) + type.substring(1),
        fields);
  }

  /// `erased` if the words of an event were erased, `held` if a hold opened them again, else null.
  static @Nullable String withheld(LoggedEvent logged) {
    return isErased(logged) ? "erased" : contains(logged, HELD) ? "held" : null;
  }

  /// Whether the words of an event were erased.
  static boolean isErased(LoggedEvent logged) {
    return contains(logged, ERASED);
  }

  /// Quotes within a text are escaped, so that nobody can write a message that looks like it.
  private static boolean contains(LoggedEvent logged, byte[] mark) {
    byte[] stored = logged.json();
    for (int from = 0; from + mark.length <= stored.length; from++) {
      int at = 0;
      while (at < mark.length && stored[from + at] == mark[at]) {
        at++;
      }
      if (at == mark.length) {
        return true;
      }
    }
    return false;
  }
}
