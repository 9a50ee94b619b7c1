package info.powow.projection.mongo;

import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.WriteModel;
import info.powow.projector.DeadLetter;
import info.powow.projector.StoreReplaced;
import info.powow.projector.ViewFault;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.DecoderContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The records of a projection, stored beside its views.
public final class ProjectionRecords {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectionRecords.class);

  private final ViewStore store;
  private final String projection;
  private final Supplier<@Nullable String> epoch;
  private final ViewCollection<Place> places;
  private final ViewCollection<Letter> letters;
  private final ViewCollection<Store> stores;

  /// The store in which each segment began.
  private final Map<Integer, String> begun = new ConcurrentHashMap<>();

  /// @param epoch of the log
  public ProjectionRecords(ViewStore store, String projection, Supplier<@Nullable String> epoch) {
    this.store = store;
    this.projection = projection;
    this.epoch = epoch;
    this.places = store.collection("projections", Place.CODEC);
    this.letters = store.collection("deadletters", Letter.CODEC);
    this.stores = store.collection("stores", Store.CODEC);
  }

  /// The position of a segment, or of the slowest segment of a different partitioning, whichever is
  /// further.
  public long position(int segment, int segments) {
    String current = nameOfStore();
    begun.put(segment, current);
    Map<Integer, Map<Integer, Long>> byNumber = new HashMap<>();
    for (BsonDocument document : places.all()) {
      Place place = Place.CODEC.decode(document.asBsonReader(), Letter.CONTEXT);
      if (place.projection().equals(projection) && place.store().equals(current)) {
        byNumber
            .computeIfAbsent(place.segments(), _ -> new HashMap<>())
            .put(place.segment(), place.position());
      }
    }
    Map<Integer, Long> now = byNumber.getOrDefault(segments, Map.of());
    long position = now.getOrDefault(segment, 0L);
    for (Map.Entry<Integer, Map<Integer, Long>> number : byNumber.entrySet()) {
      if (number.getValue().size() == number.getKey()) {
        position = Math.max(position, Collections.min(number.getValue().values()));
      }
    }
    return position;
  }

  /// @throws StoreReplaced if the store was emptied since the segment began
  public void requireBegun(int segment) {
    Store now = stores.find(Store.ID);
    if (now == null || !now.name().equals(begun.get(segment))) {
      throw new StoreReplaced("the views no longer exist");
    }
  }

  /// The name of this store. The first to find it without a name names it. Empties the embedded store
  /// if its views were built from another log, or from this one before it was restored from a
  /// backup: their positions mean nothing in this log.
  ///
  /// @throws ViewFault if that is a MongoDB, which another installation may be using
  private synchronized String nameOfStore() {
    String current = epoch.get();
    Store known = stores.find(Store.ID);
    if (known != null
        && current != null
        && known.epoch() != null
        && !known.epoch().equals(current)) {
      if (store.purge().isEmpty()) {
        throw new ViewFault(
            "The views in this MongoDB were built from another log. If no other installation uses"
                + " them, delete the database of the views; they are rebuilt");
      }
      LOG.info("The {} belong to another epoch of the log, and are rebuilt", projection);
      store.drop();
      OptionalLong _ = store.purge();
      known = null;
    }
    if (known == null) {
      stores.write(List.of(new InsertOneModel<>(new Store(UUID.randomUUID().toString(), current))));
      known = stores.find(Store.ID);
    } else if (known.epoch() == null && current != null) {
      stores.write(List.of(ViewCollection.putting(new Store(known.name(), current))));
    }
    return known == null ? "" : known.name();
  }

  /// @throws StoreReplaced if the store was emptied since the segment began
  public void savePosition(int segment, int segments, long index) {
    requireBegun(segment);
    // The store may be emptied between the check and the write, so the position names its store.
    Place place = new Place(projection, segments, segment, index, begun.getOrDefault(segment, ""));
    places.write(List.of(ViewCollection.putting(place)));
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

  /// @param epoch of the log; null if it was unknown
  private record Store(String name, @Nullable String epoch) implements StoredView {
    static final String ID = "store";

    @Override
    public String id() {
      return ID;
    }

    static final ViewCodec<Store> CODEC =
        new ViewCodec<>(Store.class) {
          @Override
          protected void write(BsonWriter writer, Store store) {
            writer.writeString("_id", store.id());
            writer.writeString("name", store.name());
            writeOptional(writer, "epoch", store.epoch());
          }

          @Override
          protected Store read(BsonReader reader) {
            String store = "";
            String epoch = null;
            String name;
            while ((name = nextField(reader)) != null) {
              switch (name) {
                case "name" -> store = reader.readString();
                case "epoch" -> epoch = reader.readString();
                default -> reader.skipValue();
              }
            }
            return new Store(store, epoch);
          }
        };
  }

  /// @param store the name of the store in which the views up to this position are
  private record Place(String projection, int segments, int segment, long position, String store)
      implements StoredView {
    @Override
    public String id() {
      return projection + "/" + segments + "/" + segment;
    }

    static final ViewCodec<Place> CODEC =
        new ViewCodec<>(Place.class) {
          @Override
          protected void write(BsonWriter writer, Place place) {
            writer.writeString("_id", place.id());
            writer.writeString("projection", place.projection());
            writer.writeInt32("segments", place.segments());
            writer.writeInt32("segment", place.segment());
            writer.writeInt64("position", place.position());
            writer.writeString("store", place.store());
          }

          @Override
          protected Place read(BsonReader reader) {
            String projection = "";
            int segments = 0;
            int segment = 0;
            long position = 0;
            String store = "";
            String name;
            while ((name = nextField(reader)) != null) {
              switch (name) {
                case "projection" -> projection = reader.readString();
                case "segments" -> segments = reader.readInt32();
                case "segment" -> segment = reader.readInt32();
                case "position" -> position = reader.readInt64();
                case "store" -> store = reader.readString();
                default -> reader.skipValue();
              }
            }
            return new Place(projection, segments, segment, position, store);
          }
        };
  }

  private record Letter(String projection, DeadLetter letter) implements StoredView {
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
