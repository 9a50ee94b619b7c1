package info.powow.projection.image;

import info.powow.domain.ImageId;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.projection.mongo.StoredView;
import info.powow.projection.mongo.ViewCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.jspecify.annotations.Nullable;

/// A picture and its current uses. Written field by field, because a picture's own events and those
/// of each conversation are written independently of each other.
///
/// @param owner the uploader
/// @param picture null while only messages have mentioned it
/// @param used whether anything ever used it
/// @param erased whether it was erased
/// @param messages positions of the messages that contain it, by conversation
/// @param groups groups whose avatar it is
/// @param people people whose avatar it is
/// @param gatherings gatherings whose picture it is
public record ImageView(
    String id,
    String owner,
    @Nullable Picture picture,
    boolean used,
    boolean erased,
    Map<String, List<Long>> messages,
    Set<String> groups,
    Set<String> people,
    Set<String> gatherings)
    implements StoredView {
  static final String OWNER = "owner";

  public boolean isCarried() {
    return !messages.isEmpty() || !groups.isEmpty() || !people.isEmpty() || !gatherings.isEmpty();
  }

  static String fieldOfMessage(String conversation, long position) {
    return "messages." + conversation + "." + PREFIX + position;
  }

  static String fieldOfGroup(String conversation) {
    return "groups." + conversation;
  }

  static String fieldOfPerson(String person) {
    return "people." + person;
  }

  static String fieldOfGathering(String gathering) {
    return "gatherings." + gathering;
  }

  /// Whether something uses a picture, and the sequence of the event that changed this. It is kept
  /// when the use ends, so that an older event cannot replace it.
  static BsonDocument carries(boolean carried, long at) {
    return new BsonDocument("at", new BsonInt64(at))
        .append("carried", BsonBoolean.valueOf(carried));
  }

  /// MongoDB takes a plain number for an array index.
  private static final String PREFIX = "p";

  public static final ViewCodec<ImageView> CODEC =
      new ViewCodec<>(ImageView.class) {
        @Override
        protected void write(BsonWriter writer, ImageView view) {
          throw new UnsupportedOperationException("a picture is written field by field");
        }

        @Override
        protected ImageView read(BsonReader reader) {
          String id = "";
          String owner = "";
          String hash = null;
          ImageFormat format = ImageFormat.JPEG;
          int width = 1;
          int height = 1;
          String placeholder = "";
          boolean used = false;
          boolean erased = false;
          Map<String, List<Long>> messages = Map.of();
          Set<String> groups = Set.of();
          Set<String> people = Set.of();
          Set<String> gatherings = Set.of();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case OWNER -> owner = reader.readString();
              case "hash" -> hash = reader.readString();
              case "format" -> format = PictureFields.formatNamed(reader.readString());
              case "width" -> width = reader.readInt32();
              case "height" -> height = reader.readInt32();
              case "placeholder" -> placeholder = reader.readString();
              case "used" -> used = reader.readBoolean();
              case "erased" -> erased = reader.readBoolean();
              case "messages" -> messages = readMessages(reader);
              case "groups" -> groups = readNames(reader);
              case "people" -> people = readNames(reader);
              case "gatherings" -> gatherings = readNames(reader);
              default -> reader.skipValue();
            }
          }
          Picture picture =
              hash == null
                  ? null
                  : new Picture(
                      new ImageId(id), new ContentHash(hash), format, width, height, placeholder);
          return new ImageView(
              id, owner, picture, used, erased, messages, groups, people, gatherings);
        }

        private Map<String, List<Long>> readMessages(BsonReader reader) {
          Map<String, List<Long>> messages = new LinkedHashMap<>();
          reader.readStartDocument();
          while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            String conversation = reader.readName();
            List<Long> positions = new ArrayList<>();
            for (String position : readNames(reader)) {
              positions.add(Long.parseLong(position, PREFIX.length(), position.length(), 10));
            }
            if (!positions.isEmpty()) {
              messages.put(conversation, positions);
            }
          }
          reader.readEndDocument();
          return messages;
        }

        private Set<String> readNames(BsonReader reader) {
          Set<String> names = new LinkedHashSet<>();
          reader.readStartDocument();
          while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            String name = reader.readName();
            if (isCarried(reader)) {
              names.add(name);
            }
          }
          reader.readEndDocument();
          return names;
        }

        private boolean isCarried(BsonReader reader) {
          boolean carried = false;
          reader.readStartDocument();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "carried" -> carried = reader.readBoolean();
              default -> reader.skipValue();
            }
          }
          reader.readEndDocument();
          return carried;
        }
      };
}
