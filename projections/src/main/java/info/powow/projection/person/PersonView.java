package info.powow.projection.person;

import info.powow.domain.ConversationId;
import info.powow.domain.Tag;
import info.powow.domain.image.Picture;
import info.powow.domain.person.Arrangement;
import info.powow.domain.person.Consent;
import info.powow.domain.person.Discoverability;
import info.powow.domain.person.InboxSection;
import info.powow.domain.person.MayAdd;
import info.powow.domain.person.MayWrite;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonEvent.AvatarChanged;
import info.powow.domain.person.PersonEvent.ConsentChanged;
import info.powow.domain.person.PersonEvent.ConversationArranged;
import info.powow.domain.person.PersonEvent.ConversationMuted;
import info.powow.domain.person.PersonEvent.ConversationUnmuted;
import info.powow.domain.person.PersonEvent.InvitationDeclined;
import info.powow.domain.person.PersonEvent.InviterRefused;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonErased;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.person.PersonEvent.RequestDeclined;
import info.powow.projection.image.PictureFields;
import info.powow.projection.mongo.PositionedView;
import info.powow.projection.mongo.ViewCodec;
import info.powow.projector.ViewFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.jspecify.annotations.Nullable;

/// A person's profile and settings.
///
/// @param position the sequence of the last event
/// @param avatar the picture of the profile
/// @param blocked people whom they blocked, in the order of blocking
/// @param muted muted conversations, and until when
/// @param arranged conversations that they keep in a way of their own
/// @param consent their consent settings, without counts of declined invitations
public record PersonView(
    String id,
    long position,
    String handle,
    String displayName,
    String about,
    Discoverability discoverable,
    List<String> interests,
    @Nullable Picture avatar,
    Instant createdAt,
    List<String> blocked,
    Map<String, Instant> muted,
    Map<String, Arrangement> arranged,
    Consent consent)
    implements PositionedView {

  /// Reserved, so that nobody has it.
  static final String ERASED_HANDLE = "erased";

  /// Whether the account was erased.
  public boolean isErased() {
    return handle.equals(ERASED_HANDLE);
  }

  static PersonView unknown(String id) {
    return new PersonView(
        id,
        -1,
        "",
        "",
        "",
        Discoverability.NOBODY,
        List.of(),
        null,
        Instant.EPOCH,
        List.of(),
        Map.of(),
        Map.of(),
        Consent.DEFAULT);
  }

  PersonView after(PersonEvent event, long at) {
    if ((position < 0) != (event instanceof ProfileCreated)) {
      throw new ViewFault("person " + id + " must begin with a profile, and once: position " + at);
    }
    return switch (event) {
      case ProfileCreated created ->
          new PersonView(
              id,
              at,
              created.handle().value(),
              created.displayName(),
              "",
              Discoverability.NOBODY,
              List.of(),
              null,
              created.at(),
              List.of(),
              Map.of(),
              Map.of(),
              Consent.DEFAULT);
      case ProfileChanged changed ->
          new PersonView(
              id,
              at,
              handle,
              changed.displayName(),
              changed.about(),
              changed.discoverable(),
              changed.interests().stream().map(Tag::value).toList(),
              avatar,
              createdAt,
              blocked,
              muted,
              arranged,
              consent);
      case AvatarChanged changed ->
          new PersonView(
              id,
              at,
              handle,
              displayName,
              about,
              discoverable,
              interests,
              changed.avatar(),
              createdAt,
              blocked,
              muted,
              arranged,
              consent);
      case PersonErased _ ->
          new PersonView(
              id,
              at,
              ERASED_HANDLE,
              "Erased account",
              "",
              Discoverability.NOBODY,
              List.of(),
              null,
              createdAt,
              List.of(),
              Map.of(),
              Map.of(),
              Consent.DEFAULT);
      case ConsentChanged changed ->
          withConsent(at, consent.with(changed.mayAddMe(), changed.mayWriteMe()));
      case InvitationDeclined declined ->
          withConsent(at, consent.decline(declined.conversationId(), declined.invitation()));
      case RequestDeclined declined ->
          withConsent(at, consent.decline(declined.conversationId(), 0));
      // Places are read from the search index, and refused inviters are needed only by decisions.
      case PlaceUpdated _, InviterRefused _ -> this;
      case PersonBlocked block -> {
        List<String> next = new ArrayList<>(blocked);
        next.remove(block.blocked().value());
        next.add(block.blocked().value());
        yield withBlocked(at, next);
      }
      case PersonUnblocked unblock -> {
        List<String> next = new ArrayList<>(blocked);
        next.remove(unblock.unblocked().value());
        yield withBlocked(at, next);
      }
      case ConversationMuted mute -> {
        Map<String, Instant> next = new LinkedHashMap<>(muted);
        next.put(mute.conversationId().value(), mute.until());
        yield withMuted(at, next);
      }
      case ConversationArranged change -> {
        Map<String, Arrangement> next = new LinkedHashMap<>(arranged);
        Arrangement now = new Arrangement(change.section(), change.unread());
        if (now.equals(Arrangement.NONE)) {
          next.remove(change.conversationId().value());
        } else {
          next.put(change.conversationId().value(), now);
        }
        yield new PersonView(
            id,
            at,
            handle,
            displayName,
            about,
            discoverable,
            interests,
            avatar,
            createdAt,
            blocked,
            muted,
            Collections.unmodifiableMap(next),
            consent);
      }
      case ConversationUnmuted unmute -> {
        Map<String, Instant> next = new LinkedHashMap<>(muted);
        next.remove(unmute.conversationId().value());
        yield withMuted(at, next);
      }
    };
  }

  private PersonView withConsent(long at, Consent next) {
    return new PersonView(
        id,
        at,
        handle,
        displayName,
        about,
        discoverable,
        interests,
        avatar,
        createdAt,
        blocked,
        muted,
        arranged,
        next);
  }

  private PersonView withBlocked(long at, List<String> next) {
    return new PersonView(
        id,
        at,
        handle,
        displayName,
        about,
        discoverable,
        interests,
        avatar,
        createdAt,
        Collections.unmodifiableList(next),
        muted,
        arranged,
        consent);
  }

  private PersonView withMuted(long at, Map<String, Instant> next) {
    return new PersonView(
        id,
        at,
        handle,
        displayName,
        about,
        discoverable,
        interests,
        avatar,
        createdAt,
        blocked,
        Collections.unmodifiableMap(next),
        arranged,
        consent);
  }

  public static final ViewCodec<PersonView> CODEC =
      new ViewCodec<>(PersonView.class) {
        @Override
        protected void write(BsonWriter writer, PersonView view) {
          writer.writeString("_id", view.id());
          writer.writeInt64("position", view.position());
          writer.writeString("handle", view.handle());
          writer.writeString("displayName", view.displayName());
          writer.writeString("about", view.about());
          writer.writeString("discoverable", view.discoverable().name().toLowerCase(Locale.ROOT));
          writeStrings(writer, "interests", view.interests());
          PictureFields.write(writer, "avatar", view.avatar());
          writeTime(writer, "createdAt", view.createdAt());
          writeStrings(writer, "blocked", view.blocked());
          writer.writeStartDocument("muted");
          view.muted().forEach((conversation, until) -> writeTime(writer, conversation, until));
          writer.writeEndDocument();
          writer.writeStartDocument("arranged");
          view.arranged()
              .forEach((conversation, arrangement) -> {
                writer.writeStartDocument(conversation);
                writer.writeString("section", arrangement.section().name());
                writer.writeBoolean("unread", arrangement.unread());
                writer.writeEndDocument();
              });
          writer.writeEndDocument();
          Consent consent = view.consent();
          writer.writeString("mayAddMe", consent.mayAddMe().name());
          writer.writeString("mayWriteMe", consent.mayWriteMe().name());
          writer.writeStartDocument("declined");
          consent
              .declined()
              .forEach((conversation, upTo) -> writer.writeInt64(conversation.value(), upTo));
          writer.writeEndDocument();
        }

        @Override
        protected PersonView read(BsonReader reader) {
          String id = "";
          long position = -1;
          String handle = "";
          String displayName = "";
          String about = "";
          Discoverability discoverable = Discoverability.NOBODY;
          List<String> interests = List.of();
          Picture avatar = null;
          Instant createdAt = Instant.EPOCH;
          List<String> blocked = List.of();
          Map<String, Instant> muted = new LinkedHashMap<>();
          Map<String, Arrangement> arranged = new LinkedHashMap<>();
          MayAdd mayAdd = Consent.DEFAULT.mayAddMe();
          MayWrite mayWrite = Consent.DEFAULT.mayWriteMe();
          Map<ConversationId, Long> declined = new LinkedHashMap<>();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "position" -> position = reader.readInt64();
              case "handle" -> handle = reader.readString();
              case "displayName" -> displayName = reader.readString();
              case "about" -> about = reader.readString();
              case "discoverable" ->
                  discoverable =
                      Discoverability.valueOf(reader.readString().toUpperCase(Locale.ROOT));
              case "interests" -> interests = readStrings(reader);
              case "avatar" -> avatar = PictureFields.read(reader);
              case "createdAt" -> createdAt = readTime(reader);
              case "blocked" -> blocked = readStrings(reader);
              case "muted" -> {
                reader.readStartDocument();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                  muted.put(reader.readName(), readTime(reader));
                }
                reader.readEndDocument();
              }
              case "arranged" -> {
                reader.readStartDocument();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                  String conversation = reader.readName();
                  reader.readStartDocument();
                  InboxSection section = InboxSection.valueOf(reader.readString("section"));
                  arranged.put(
                      conversation, new Arrangement(section, reader.readBoolean("unread")));
                  reader.readEndDocument();
                }
                reader.readEndDocument();
              }
              case "mayAddMe" -> mayAdd = MayAdd.valueOf(reader.readString());
              case "mayWriteMe" -> mayWrite = MayWrite.valueOf(reader.readString());
              case "declined" -> {
                reader.readStartDocument();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                  declined.put(new ConversationId(reader.readName()), reader.readInt64());
                }
                reader.readEndDocument();
              }
              default -> reader.skipValue();
            }
          }
          return new PersonView(
              id,
              position,
              handle,
              displayName,
              about,
              discoverable,
              interests,
              avatar,
              createdAt,
              blocked,
              Collections.unmodifiableMap(muted),
              Collections.unmodifiableMap(arranged),
              new Consent(mayAdd, mayWrite, Collections.unmodifiableMap(declined), Map.of()));
        }
      };
}
