package info.powow.projection.conversation;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupPlaceChanged;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MembershipEvent;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.ReactionChange;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.Standing;
import info.powow.domain.image.Picture;
import info.powow.domain.place.Place;
import info.powow.projection.image.PictureFields;
import info.powow.projection.mongo.PositionedView;
import info.powow.projection.mongo.ViewCodec;
import info.powow.projector.ViewFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.jspecify.annotations.Nullable;

/// A conversation as a whole. Written after everything else of it, so that its position says up to
/// where all is there.
///
/// @param position the position of the last event
/// @param group true for a group, false for a private chat
/// @param name of a group
/// @param avatar of a group
/// @param place of an open group
/// @param open whether anybody may join
/// @param history whether new members see earlier messages
/// @param members the number of current members
/// @param preview the first few members
/// @param last the newest message
/// @param activity the time of the newest message
/// @param pins positions of the pinned messages, in the order of pinning
/// @param mentions who is mentioned in which of the newest messages
/// @param agreed for a private chat, who has written or accepted the request
public record ConversationView(
    String id,
    long position,
    boolean group,
    @Nullable String name,
    @Nullable Picture avatar,
    @Nullable Place place,
    boolean open,
    boolean history,
    Instant createdAt,
    int members,
    List<String> preview,
    @Nullable LastMessage last,
    Instant activity,
    List<Long> pins,
    NewestMessages newest,
    NewestMentions mentions,
    List<String> agreed)
    implements PositionedView {

  static ConversationView unopened(String id) {
    return new ConversationView(
        id,
        -1,
        false,
        null,
        null,
        null,
        false,
        false,
        Instant.EPOCH,
        0,
        List.of(),
        null,
        Instant.EPOCH,
        List.of(),
        NewestMessages.NONE,
        NewestMentions.NONE,
        List.of());
  }

  boolean isOpened() {
    return position >= 0;
  }

  /// The number of messages of others that this person has not read.
  ///
  /// @param after the last position that counts as read, or that they may not see
  public UnreadCount unreadBy(String person, long after) {
    return newest.unreadBy(person, after);
  }

  /// The first message behind a position that mentions somebody; null when there is none.
  ///
  /// @param after the last position that counts as read, or is not for them to see
  public @Nullable Long mentioned(String person, long after) {
    return mentions.first(person, after);
  }

  /// Returns the view after the next event.
  ///
  /// @param roster the members after the event, if it changes them
  ConversationView after(ConversationEvent event, long at, @Nullable MembersView roster) {
    return switch (event) {
      case DirectOpened opened -> opened(opened, at);
      case GroupCreated created -> created(created, at);
      case MembershipEvent _ -> withMembers(at, roster);
      case GroupRenamed renamed ->
          new ConversationView(
              id,
              at,
              group,
              renamed.name(),
              avatar,
              place,
              open,
              history,
              createdAt,
              members,
              preview,
              last,
              activity,
              pins,
              newest,
              mentions,
              agreed);
      case GroupAvatarChanged changed ->
          new ConversationView(
              id,
              at,
              group,
              name,
              changed.avatar(),
              place,
              open,
              history,
              createdAt,
              members,
              preview,
              last,
              activity,
              pins,
              newest,
              mentions,
              agreed);
      case GroupPlaceChanged changed ->
          new ConversationView(
              id,
              at,
              group,
              name,
              avatar,
              changed.place(),
              open,
              history,
              createdAt,
              members,
              preview,
              last,
              activity,
              pins,
              newest,
              mentions,
              agreed);
      case MessageSent sent -> said(sent, at);
      case MessageEdited edited -> edited(edited, at);
      case MessageDeleted deleted -> withoutMessage(deleted.message(), at);
      case MessagePinned pinned -> withPins(at, pinned.message(), true);
      case MessageUnpinned unpinned -> withPins(at, unpinned.message(), false);
      case AdmissionEvent _, ReactionChange _ -> withLast(at, last);
      case AuthorErased gone ->
          withLast(
              at,
              last != null && last.sender().equals(gone.personId().value())
                  ? last.asErased()
                  : last);
      case RequestAccepted accepted -> accepted(accepted, at);
    };
  }

  private ConversationView opened(DirectOpened event, long at) {
    return new ConversationView(
        id,
        at,
        false,
        null,
        null,
        null,
        false,
        false,
        event.at(),
        event.members().size(),
        event.members().stream().map(PersonId::value).toList(),
        null,
        event.at(),
        List.of(),
        NewestMessages.NONE,
        NewestMentions.NONE,
        List.of());
  }

  private ConversationView created(GroupCreated event, long at) {
    return new ConversationView(
        id,
        at,
        true,
        event.name(),
        null,
        null,
        event.open(),
        event.history(),
        event.at(),
        event.members().size(),
        event.members().stream().limit(MembersView.PREVIEW).map(PersonId::value).toList(),
        null,
        event.at(),
        List.of(),
        NewestMessages.NONE,
        NewestMentions.NONE,
        List.of());
  }

  private ConversationView withMembers(long at, @Nullable MembersView roster) {
    if (roster == null) {
      throw new ViewFault("the members of " + id + " are needed and were not loaded");
    }
    return new ConversationView(
        id,
        at,
        group,
        name,
        avatar,
        place,
        open,
        history,
        createdAt,
        roster.count(),
        roster.preview(),
        last,
        activity,
        pins,
        newest,
        mentions,
        agreed);
  }

  private ConversationView said(MessageSent event, long at) {
    LastMessage message =
        LastMessage.sent(
            at, event.sender().value(), event.text(), event.images().size(), event.at());
    return new ConversationView(
        id,
        at,
        group,
        name,
        avatar,
        place,
        open,
        history,
        createdAt,
        members,
        preview,
        message,
        event.at(),
        pins,
        newest.with(at, event.sender().value()),
        mentions.with(at, event.mentions()),
        agreedBy(event.sender()));
  }

  private ConversationView edited(MessageEdited event, long at) {
    return new ConversationView(
        id,
        at,
        group,
        name,
        avatar,
        place,
        open,
        history,
        createdAt,
        members,
        preview,
        last != null && last.position() == event.message() ? last.edited(event.text(), at) : last,
        activity,
        pins,
        newest,
        event.mentions() == null ? mentions : mentions.with(event.message(), event.mentions()),
        agreed);
  }

  private ConversationView accepted(RequestAccepted event, long at) {
    return new ConversationView(
        id,
        at,
        group,
        name,
        avatar,
        place,
        open,
        history,
        createdAt,
        members,
        preview,
        last,
        activity,
        pins,
        newest,
        mentions,
        agreedBy(event.personId()));
  }

  private List<String> agreedBy(PersonId person) {
    if (group || agreed.contains(person.value())) {
      return agreed;
    }
    List<String> next = new ArrayList<>(agreed);
    next.add(person.value());
    return List.copyOf(next);
  }

  /// Whether an event changes the standing of the two people of a private chat.
  boolean changesStanding(ConversationEvent event) {
    return event instanceof MessageSent sent && agreedBy(sent.sender()) != agreed
        || event instanceof RequestAccepted accepted && agreedBy(accepted.personId()) != agreed;
  }

  /// A person's standing.
  Standing standingOf(String person) {
    if (group) {
      return Standing.MUTUAL;
    }
    boolean theirs = agreed.stream().anyMatch(other -> !other.equals(person));
    // The person who opened the chat comes first.
    boolean opener = !preview.isEmpty() && preview.getFirst().equals(person);
    return Standing.of(agreed.contains(person), theirs, opener);
  }

  private ConversationView withLast(long at, @Nullable LastMessage message) {
    return new ConversationView(
        id, at, group, name, avatar, place, open, history, createdAt, members, preview, message,
        activity, pins, newest, mentions, agreed);
  }

  private ConversationView withoutMessage(long message, long at) {
    LastMessage newLast = last != null && last.position() == message ? last.asDeleted() : last;
    return new ConversationView(
        id,
        at,
        group,
        name,
        avatar,
        place,
        open,
        history,
        createdAt,
        members,
        preview,
        newLast,
        activity,
        pins.stream().filter(pin -> pin != message).toList(),
        newest.without(message),
        mentions.without(message),
        agreed);
  }

  private ConversationView withPins(long at, long message, boolean pinned) {
    List<Long> next = new ArrayList<>(pins);
    next.removeIf(pin -> pin == message);
    if (pinned) {
      next.add(message);
    }
    return new ConversationView(
        id,
        at,
        group,
        name,
        avatar,
        place,
        open,
        history,
        createdAt,
        members,
        preview,
        last,
        activity,
        List.copyOf(next),
        newest,
        mentions,
        agreed);
  }

  public static final ViewCodec<ConversationView> CODEC =
      new ViewCodec<>(ConversationView.class) {
        @Override
        protected void write(BsonWriter writer, ConversationView view) {
          writer.writeString("_id", view.id());
          writer.writeInt64("position", view.position());
          writer.writeBoolean("group", view.group());
          writeOptional(writer, "name", view.name());
          PictureFields.write(writer, "avatar", view.avatar());
          PlaceFields.write(writer, "place", view.place());
          writer.writeBoolean("open", view.open());
          writer.writeBoolean("history", view.history());
          writeTime(writer, "createdAt", view.createdAt());
          writer.writeInt32("members", view.members());
          writeStrings(writer, "preview", view.preview());
          LastMessage message = view.last();
          if (message != null) {
            writer.writeStartDocument("last");
            message.write(writer);
            writer.writeEndDocument();
          }
          writeTime(writer, "activity", view.activity());
          writeLongs(writer, "pins", view.pins());
          writer.writeInt64("forgotten", view.newest().forgotten());
          writeStrings(writer, "senders", view.newest().senders());
          writeBytes(writer, "newest", view.newest().chain());
          writeStrings(writer, "mentioned", view.mentions().people());
          writeLongs(writer, "mentions", view.mentions().positions());
          writeStrings(writer, "agreed", view.agreed());
        }

        @Override
        protected ConversationView read(BsonReader reader) {
          String id = "";
          long position = -1;
          boolean group = false;
          String groupName = null;
          Picture avatar = null;
          Place place = null;
          boolean open = false;
          boolean history = false;
          Instant createdAt = Instant.EPOCH;
          int members = 0;
          List<String> preview = List.of();
          LastMessage last = null;
          Instant activity = Instant.EPOCH;
          List<Long> pins = List.of();
          long forgotten = -1;
          List<String> senders = List.of();
          byte[] newest = {};
          List<String> mentioned = List.of();
          List<Long> mentions = List.of();
          List<String> agreed = List.of();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "position" -> position = reader.readInt64();
              case "group" -> group = reader.readBoolean();
              case "name" -> groupName = reader.readString();
              case "avatar" -> avatar = PictureFields.read(reader);
              case "place" -> place = PlaceFields.read(reader);
              case "open" -> open = reader.readBoolean();
              case "history" -> history = reader.readBoolean();
              case "createdAt" -> createdAt = readTime(reader);
              case "members" -> members = reader.readInt32();
              case "preview" -> preview = readStrings(reader);
              case "last" -> {
                reader.readStartDocument();
                last = LastMessage.read(reader);
                reader.readEndDocument();
              }
              case "activity" -> activity = readTime(reader);
              case "pins" -> pins = readLongs(reader);
              case "forgotten" -> forgotten = reader.readInt64();
              case "senders" -> senders = readStrings(reader);
              case "newest" -> newest = readBytes(reader);
              case "mentioned" -> mentioned = readStrings(reader);
              case "mentions" -> mentions = readLongs(reader);
              case "agreed" -> agreed = readStrings(reader);
              default -> reader.skipValue();
            }
          }
          return new ConversationView(
              id,
              position,
              group,
              groupName,
              avatar,
              place,
              open,
              history,
              createdAt,
              members,
              preview,
              last,
              activity,
              pins,
              NewestMessages.of(forgotten, senders, newest),
              new NewestMentions(mentions, mentioned),
              agreed);
        }
      };
}
