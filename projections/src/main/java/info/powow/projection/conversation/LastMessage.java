package info.powow.projection.conversation;

import info.powow.domain.Texts;
import java.time.Instant;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.jspecify.annotations.Nullable;

/// The newest message of a conversation, for the inbox.
///
/// @param text the beginning of its current text; null if it has none or was deleted
/// @param cut whether the text is truncated
/// @param images the number of pictures
/// @param erased whether its author was erased
/// @param wording the position of the event that has its text: the message, or its newest edit
public record LastMessage(
    long position,
    String sender,
    @Nullable String text,
    boolean cut,
    int images,
    Instant at,
    boolean edited,
    boolean deleted,
    long textHistory,
    boolean erased) {
  static final int MAX_LENGTH = 280;

  static LastMessage sent(
      long position, String sender, @Nullable String text, int images, Instant at) {
    return new LastMessage(
        position, sender, beginning(text), isCut(text), images, at, false, false, position, false);
  }

  LastMessage edited(String newText, long edit) {
    return deleted || erased
        ? this
        : new LastMessage(
            position,
            sender,
            beginning(newText),
            isCut(newText),
            images,
            at,
            true,
            false,
            edit,
            erased);
  }

  LastMessage asDeleted() {
    return new LastMessage(position, sender, null, false, 0, at, edited, true, textHistory, erased);
  }

  LastMessage asErased() {
    return new LastMessage(
        position, sender, null, false, images, at, edited, deleted, textHistory, true);
  }

  private static boolean isCut(@Nullable String text) {
    return text != null && text.length() > MAX_LENGTH;
  }

  private static @Nullable String beginning(@Nullable String text) {
    return text == null ? null : Texts.beginning(text, MAX_LENGTH);
  }

  void write(BsonWriter writer) {
    writer.writeInt64("position", position);
    writer.writeString("sender", sender);
    if (text != null) {
      writer.writeString("text", text);
    }
    writer.writeBoolean("cut", cut);
    writer.writeInt32("images", images);
    writer.writeDateTime("at", at.toEpochMilli());
    writer.writeBoolean("edited", edited);
    writer.writeBoolean("deleted", deleted);
    writer.writeInt64("wording", textHistory);
    writer.writeBoolean("erased", erased);
  }

  static LastMessage read(BsonReader reader) {
    long position = 0;
    String sender = "";
    String text = null;
    boolean cut = false;
    int images = 0;
    Instant at = Instant.EPOCH;
    boolean edited = false;
    boolean deleted = false;
    long textHistory = 0;
    boolean erased = false;
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (reader.readName()) {
        case "position" -> position = reader.readInt64();
        case "sender" -> sender = reader.readString();
        case "text" -> text = reader.readString();
        case "cut" -> cut = reader.readBoolean();
        case "images" -> images = reader.readInt32();
        case "at" -> at = Instant.ofEpochMilli(reader.readDateTime());
        case "edited" -> edited = reader.readBoolean();
        case "deleted" -> deleted = reader.readBoolean();
        case "erased" -> erased = reader.readBoolean();
        case "wording" -> textHistory = reader.readInt64();
        default -> reader.skipValue();
      }
    }
    return new LastMessage(
        position, sender, text, cut, images, at, edited, deleted, textHistory, erased);
  }
}
