package info.powow.projection.conversation;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.Exit;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MembershipEvent;
import info.powow.domain.conversation.ConversationEvent.MessageEvent;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.conversation.PositionRange;
import info.powow.domain.conversation.Role;
import info.powow.domain.conversation.Visibility;
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
import java.util.Set;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.jspecify.annotations.Nullable;

/// Current and former members of a conversation, in the order of their last joining.
///
/// @param position of the last event that changed it
/// @param history whether new members see earlier messages
public record MembersView(String id, long position, boolean history, Map<String, Member> people)
    implements PositionedView {
  static final int PREVIEW = 5;

  /// @param role null for a former member
  /// @param joined the position of their last joining
  /// @param ranges the positions that they may see
  public record Member(
      @Nullable Role role, long joined, Instant joinedAt, List<PositionRange> ranges) {
    public Visibility visible() {
      return new Visibility(ranges);
    }

    boolean isMember() {
      return role != null;
    }
  }

  static MembersView none(String id) {
    return new MembersView(id, -1, false, Map.of());
  }

  /// The current members.
  public Map<String, Member> current() {
    Map<String, Member> current = new LinkedHashMap<>();
    people.forEach((person, member) -> {
      if (member.isMember()) {
        current.put(person, member);
      }
    });
    return current;
  }

  int count() {
    return (int) people.values().stream().filter(Member::isMember).count();
  }

  List<String> preview() {
    return people.entrySet().stream()
        .filter(entry -> entry.getValue().isMember())
        .limit(PREVIEW)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Whether an event changes the members.
  static boolean isConcernedBy(ConversationEvent event) {
    return event instanceof Opening || event instanceof MembershipEvent;
  }

  /// The people whose membership an event begins, changes or ends.
  static Set<PersonId> concerned(ConversationEvent event) {
    if (event instanceof Opening opening) {
      return Set.copyOf(opening.members());
    }
    return event instanceof MembershipEvent change ? Set.of(change.personId()) : Set.of();
  }

  /// Returns the view after an event.
  MembersView after(ConversationEvent event, long at) {
    return switch (event) {
      case DirectOpened opened -> began(opened.members(), null, false, at, opened.at());
      case GroupCreated created ->
          began(created.members(), created.by(), created.history(), at, created.at());
      case Entry entry -> joined(entry.personId(), at, entry.at());
      case Exit exit -> left(exit.personId(), at);
      case RoleChanged changed -> withRole(changed.personId(), changed.role(), at);
      case AdmissionEvent _,
          RequestAccepted _,
          GroupProfileEvent _,
          MessageEvent _,
          AuthorErased _ ->
          this;
    };
  }

  private MembersView began(
      List<PersonId> members,
      @Nullable PersonId owner,
      boolean withHistory,
      long at,
      Instant time) {
    Map<String, Member> next = new LinkedHashMap<>();
    for (PersonId person : members) {
      Role role = person.equals(owner) ? Role.OWNER : Role.MEMBER;
      next.put(person.value(), new Member(role, at, time, List.of(PositionRange.startingAt(at))));
    }
    return new MembersView(id, at, withHistory, Collections.unmodifiableMap(next));
  }

  private MembersView joined(PersonId person, long at, Instant time) {
    Map<String, Member> next = new LinkedHashMap<>(people);
    Member before = next.remove(person.value());
    Visibility visible = before == null ? Visibility.NOTHING : before.visible();
    next.put(
        person.value(), new Member(Role.MEMBER, at, time, visible.joined(at, history).ranges()));
    return new MembersView(id, at, history, Collections.unmodifiableMap(next));
  }

  private MembersView left(PersonId person, long at) {
    Member before = require(person);
    return with(
        person,
        new Member(null, before.joined(), before.joinedAt(), before.visible().left(at).ranges()),
        at);
  }

  private MembersView withRole(PersonId person, Role role, long at) {
    Member before = require(person);
    return with(person, new Member(role, before.joined(), before.joinedAt(), before.ranges()), at);
  }

  private MembersView with(PersonId person, Member member, long at) {
    Map<String, Member> next = new LinkedHashMap<>(people);
    next.put(person.value(), member);
    return new MembersView(id, at, history, Collections.unmodifiableMap(next));
  }

  private Member require(PersonId person) {
    Member member = people.get(person.value());
    if (member == null || !member.isMember()) {
      throw new ViewFault("an event is about " + person + ", who is not a member of " + id);
    }
    return member;
  }

  public static final ViewCodec<MembersView> CODEC =
      new ViewCodec<>(MembersView.class) {
        @Override
        protected void write(BsonWriter writer, MembersView view) {
          writer.writeString("_id", view.id());
          writer.writeInt64("position", view.position());
          writer.writeBoolean("history", view.history());
          writer.writeStartArray("people");
          view.people()
              .forEach((person, member) -> {
                writer.writeStartDocument();
                writer.writeString("person", person);
                writeMember(writer, member);
                writer.writeEndDocument();
              });
          writer.writeEndArray();
        }

        private void writeMember(BsonWriter writer, Member member) {
          Role role = member.role();
          if (role != null) {
            writer.writeString("role", nameOf(role));
          }
          writer.writeInt64("joined", member.joined());
          writeTime(writer, "joinedAt", member.joinedAt());
          PositionRanges.write(writer, "ranges", member.ranges());
        }

        @Override
        protected MembersView read(BsonReader reader) {
          String id = "";
          long position = -1;
          boolean history = false;
          Map<String, Member> people = new LinkedHashMap<>();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "position" -> position = reader.readInt64();
              case "history" -> history = reader.readBoolean();
              case "people" -> {
                reader.readStartArray();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                  reader.readStartDocument();
                  readMember(reader, people);
                  reader.readEndDocument();
                }
                reader.readEndArray();
              }
              default -> reader.skipValue();
            }
          }
          return new MembersView(id, position, history, Collections.unmodifiableMap(people));
        }

        private void readMember(BsonReader reader, Map<String, Member> people) {
          String person = "";
          Role role = null;
          long joined = 0;
          Instant joinedAt = Instant.EPOCH;
          List<PositionRange> ranges = new ArrayList<>();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "person" -> person = reader.readString();
              case "role" -> role = roleOf(reader.readString());
              case "joined" -> joined = reader.readInt64();
              case "joinedAt" -> joinedAt = readTime(reader);
              case "ranges" -> ranges = PositionRanges.read(reader);
              default -> reader.skipValue();
            }
          }
          people.put(person, new Member(role, joined, joinedAt, ranges));
        }
      };

  static String nameOf(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  static Role roleOf(String name) {
    return Role.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
