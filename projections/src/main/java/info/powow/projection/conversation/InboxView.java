package info.powow.projection.conversation;

import info.powow.domain.conversation.PositionRange;
import info.powow.domain.conversation.Role;
import info.powow.domain.conversation.Standing;
import info.powow.domain.conversation.Visibility;
import info.powow.projection.mongo.StoredView;
import info.powow.projection.mongo.ViewCodec;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.jspecify.annotations.Nullable;

/// One person's conversations, with what they may see of each. Each is a separate field, because
/// conversations are written independently of each other.
///
/// @param conversations by id, including those that the person has left
public record InboxView(String id, Map<String, Entry> conversations) implements StoredView {

  /// @param position of the last event that changed it
  /// @param group true for a group, false for a private chat
  /// @param peer the other person of a private chat
  /// @param role null if the person is no longer a member
  /// @param joined the position of their last joining
  /// @param ranges the positions that they may see
  /// @param leftName the group's name when the person left
  /// @param standing the person's standing in a private chat
  public record Entry(
      long position,
      boolean group,
      @Nullable String peer,
      @Nullable Role role,
      long joined,
      Instant joinedAt,
      List<PositionRange> ranges,
      @Nullable String leftName,
      Standing standing) {

    public boolean isMember() {
      return role != null;
    }

    public Visibility visible() {
      return new Visibility(ranges);
    }

    /// Whether the inbox shows it. Requests are listed separately, and an empty private chat is
    /// shown only to the person who opened it.
    public boolean showsInInbox() {
      return switch (standing) {
        case HIDDEN, REQUEST -> false;
        case OPENED, OUTGOING, MUTUAL -> true;
      };
    }

    public boolean maySee(long position) {
      return visible().sees(position);
    }

    /// The first position of the range that is visible now.
    public long visibleFrom() {
      return visible().newestFrom();
    }

    BsonDocument toBson() {
      BsonDocument document = new BsonDocument();
      try (BsonDocumentWriter writer = new BsonDocumentWriter(document)) {
        writer.writeStartDocument();
        // First, because MongoDB compares entries by it to find the newer one.
        writer.writeInt64("position", position);
        writer.writeBoolean("group", group);
        writeOptional(writer, "peer", peer);
        writeOptional(writer, "role", role == null ? null : MembersView.nameOf(role));
        writer.writeInt64("joined", joined);
        writer.writeDateTime("joinedAt", joinedAt.toEpochMilli());
        PositionRanges.write(writer, "ranges", ranges);
        writeOptional(writer, "leftName", leftName);
        writer.writeString("standing", standing.name());
        writer.writeEndDocument();
      }
      return document;
    }

    private static void writeOptional(BsonWriter writer, String name, @Nullable String value) {
      if (value != null) {
        writer.writeString(name, value);
      }
    }
  }

  /// The field name of a conversation.
  public static String fieldOf(String conversation) {
    return "conversations." + conversation;
  }

  /// For a person without conversations.
  public static InboxView empty(String person) {
    return new InboxView(person, Map.of());
  }

  public static final ViewCodec<InboxView> CODEC =
      new ViewCodec<>(InboxView.class) {
        @Override
        protected void write(BsonWriter writer, InboxView view) {
          throw new UnsupportedOperationException("inboxes are written field by field");
        }

        @Override
        protected InboxView read(BsonReader reader) {
          String id = "";
          Map<String, Entry> conversations = new LinkedHashMap<>();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "conversations" -> {
                reader.readStartDocument();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                  String conversation = reader.readName();
                  reader.readStartDocument();
                  conversations.put(conversation, readEntry(reader));
                  reader.readEndDocument();
                }
                reader.readEndDocument();
              }
              default -> reader.skipValue();
            }
          }
          return new InboxView(id, Collections.unmodifiableMap(conversations));
        }

        private Entry readEntry(BsonReader reader) {
          long position = -1;
          boolean group = false;
          String peer = null;
          Role role = null;
          long joined = 0;
          Instant joinedAt = Instant.EPOCH;
          List<PositionRange> ranges = List.of();
          String leftName = null;
          Standing standing = Standing.MUTUAL;
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "position" -> position = reader.readInt64();
              case "group" -> group = reader.readBoolean();
              case "peer" -> peer = reader.readString();
              case "role" -> role = MembersView.roleOf(reader.readString());
              case "joined" -> joined = reader.readInt64();
              case "joinedAt" -> joinedAt = readTime(reader);
              case "ranges" -> ranges = PositionRanges.read(reader);
              case "leftName" -> leftName = reader.readString();
              case "standing" -> standing = Standing.valueOf(reader.readString());
              default -> reader.skipValue();
            }
          }
          return new Entry(
              position, group, peer, role, joined, joinedAt, ranges, leftName, standing);
        }
      };
}
