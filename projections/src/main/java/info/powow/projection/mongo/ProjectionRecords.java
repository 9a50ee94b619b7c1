package info.powow.projection.mongo;

import com.mongodb.client.model.WriteModel;
import info.powow.projection.DeadLetter;
import java.time.Instant;
import java.util.List;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.DecoderContext;

/// What a projection remembers about itself, beside its views.
public final class ProjectionRecords {
  private final String projection;
  private final ViewCollection<Place> places;
  private final ViewCollection<Letter> letters;

  public ProjectionRecords(ViewStore store, String projection) {
    this.projection = projection;
    this.places = store.collection("projections", Place.CODEC);
    this.letters = store.collection("deadletters", Letter.CODEC);
  }

  public long position() {
    Place place = places.find(projection);
    return place == null ? 0 : place.position();
  }

  public void savePosition(long index) {
    places.write(List.of(ViewCollection.putting(new Place(projection, index))));
  }

  public List<DeadLetter> deadLetters() {
    return letters.all().stream()
        .map(document -> Letter.CODEC.decode(document.asBsonReader(), Letter.CONTEXT))
        .filter(letter -> letter.projection().equals(projection))
        .map(Letter::letter)
        .toList();
  }

  public void park(DeadLetter letter) {
    WriteModel<Letter> write = ViewCollection.putting(new Letter(projection, letter));
    letters.write(List.of(write));
  }

  public void release(String stream) {
    letters.delete(Letter.id(projection, stream));
  }

  private record Place(String id, long position) implements View {
    static final ViewCodec<Place> CODEC =
        new ViewCodec<>(Place.class) {
          @Override
          protected void write(BsonWriter writer, Place place) {
            writer.writeString("_id", place.id());
            writer.writeInt64("position", place.position());
          }

          @Override
          protected Place read(BsonReader reader) {
            String id = "";
            long position = 0;
            String name;
            while ((name = nextField(reader)) != null) {
              switch (name) {
                case "_id" -> id = reader.readString();
                case "position" -> position = reader.readInt64();
                default -> reader.skipValue();
              }
            }
            return new Place(id, position);
          }
        };
  }

  private record Letter(String projection, DeadLetter letter) implements View {
    static final DecoderContext CONTEXT = DecoderContext.builder().build();

    static String id(String projection, String stream) {
      return projection + "/" + stream;
    }

    @Override
    public String id() {
      return id(projection, letter.stream());
    }

    static final ViewCodec<Letter> CODEC =
        new ViewCodec<>(Letter.class) {
          @Override
          protected void write(BsonWriter writer, Letter value) {
            writer.writeString("_id", value.id());
            writer.writeString("projection", value.projection());
            writer.writeString("stream", value.letter().stream());
            writer.writeInt64("sequence", value.letter().sequence());
            writer.writeInt64("index", value.letter().index());
            writer.writeString("cause", value.letter().cause());
            writeTime(writer, "at", value.letter().at());
          }

          @Override
          protected Letter read(BsonReader reader) {
            String projection = "";
            String stream = "";
            long sequence = 0;
            long index = 0;
            String cause = "";
            Instant at = Instant.EPOCH;
            String name;
            while ((name = nextField(reader)) != null) {
              switch (name) {
                case "projection" -> projection = reader.readString();
                case "stream" -> stream = reader.readString();
                case "sequence" -> sequence = reader.readInt64();
                case "index" -> index = reader.readInt64();
                case "cause" -> cause = reader.readString();
                case "at" -> at = readTime(reader);
                default -> reader.skipValue();
              }
            }
            return new Letter(projection, new DeadLetter(stream, sequence, index, cause, at));
          }
        };
  }
}
