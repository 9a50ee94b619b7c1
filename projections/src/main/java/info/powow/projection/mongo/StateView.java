package info.powow.projection.mongo;

import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.nio.charset.StandardCharsets;
import org.bson.BsonReader;
import org.bson.BsonWriter;

/// The domain state of a stream as a view, for answers that show what decisions use.
///
/// @param position the sequence of the last event
public record StateView<S>(String id, long position, S state) implements PositionedView {
  private static final EventJson JSON = new EventJson(EventTypes.ofPowow());

  /// @param type the sealed family of the state
  @SuppressWarnings("unchecked")
  public static <S> ViewCodec<StateView<S>> codec(Class<S> type) {
    return new ViewCodec<>((Class<StateView<S>>) (Class<?>) StateView.class) {
      @Override
      protected void write(BsonWriter writer, StateView<S> view) {
        writer.writeString("_id", view.id());
        writer.writeInt64("position", view.position());
        byte[] json = JSON.mapper().writerFor(type).writeValueAsBytes(view.state());
        writer.writeString("state", new String(json, StandardCharsets.UTF_8));
      }

      @Override
      protected StateView<S> read(BsonReader reader) {
        String id = "";
        long position = -1;
        String state = "{}";
        String name;
        while ((name = nextField(reader)) != null) {
          switch (name) {
            case "_id" -> id = reader.readString();
            case "position" -> position = reader.readInt64();
            case "state" -> state = reader.readString();
            default -> reader.skipValue();
          }
        }
        return new StateView<>(id, position, JSON.mapper().readerFor(type).readValue(state));
      }
    };
  }
}
