package info.powow.images.store;

import com.mongodb.ConnectionString;
import com.mongodb.DuplicateKeyException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import info.powow.domain.image.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/// Stores files in a MongoDB in the layout of GridFS (`fs.files` and `fs.chunks` under another
/// name), so that MongoDB's tools can read them.
///
/// Does not use the driver's bucket, which creates indexes and reads by file name. Here, the `_id`
/// of a file is `<hash>/<name>`, and the `_id` of a chunk adds the write and the number. Everything
/// is found by `_id`, and deleting a file does not delete chunks of a concurrent write.
public final class GridFsImageStore implements ImageStore {
  private static final String DEFAULT_DATABASE = "powow";
  private static final int CHUNK = 255 << 10;

  /// Identifies the write that came first; the id contains its start time.
  private static final String PUTTING = "putting";

  /// `<hash>/<name>/<putting>/<number>`
  private static final int PUTTING_IN_CHUNK = 2;

  private final MongoClient client;
  private final MongoCollection<Document> files;
  private final MongoCollection<Document> chunks;
  private final Clock clock;

  /// @param uri a MongoDB connection string; a database in it is used instead of `powow`
  /// @param timeout how long a call waits for a server to be available, and how long for its answer
  public GridFsImageStore(String uri, Duration timeout, Clock clock) {
    ConnectionString connection = new ConnectionString(uri);
    int millis = (int) timeout.toMillis();
    this.client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(connection)
                .applicationName("powow-images")
                // Acknowledged writes are on a majority of servers.
                .writeConcern(WriteConcern.MAJORITY)
                .applyToClusterSettings(
                    cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket ->
                    socket
                        .connectTimeout(millis, TimeUnit.MILLISECONDS)
                        .readTimeout(millis, TimeUnit.MILLISECONDS))
                .build());
    MongoDatabase database =
        client.getDatabase(Objects.requireNonNullElse(connection.getDatabase(), DEFAULT_DATABASE));
    this.files = database.getCollection("images.files");
    this.chunks = database.getCollection("images.chunks");
    this.clock = clock;
  }

  private static String idOf(ContentHash hash, String name) {
    return hash.value() + "/" + name;
  }

  private static String chunkOf(String file, String putting, long number) {
    return file + "/" + putting + "/" + number;
  }

  @FunctionalInterface
  private interface Call<T> {
    T made() throws IOException;
  }

  private static <T> T call(Call<T> call) throws IOException {
    try {
      return call.made();
    } catch (MongoException e) {
      throw new IOException("the picture store does not answer", e);
    }
  }

  /// The file comes last; before, its chunks are unreachable.
  @Override
  public void put(ContentHash hash, String name, Path file) throws IOException {
    String id = idOf(hash, name);
    call(() -> {
      if (isTouched(id)) {
        return true;
      }
      String putting = new ObjectId(Date.from(clock.instant())).toHexString();
      long length = Files.size(file);
      try {
        putChunks(id, putting, file);
        if (!isInserted(id, putting, length) && !isTouched(id)) {
          throw new IOException("a picture was deleted while it was being stored");
        }
        return true;
      } finally {
        Document there = files.find(Filters.eq("_id", id)).first();
        if (there == null || !putting.equals(there.getString(PUTTING))) {
          deleteChunks(id, putting, length);
        }
      }
    });
  }

  /// False if another writer was faster.
  private boolean isInserted(String id, String putting, long length) {
    try {
      files.insertOne(
          new Document("_id", id)
              .append("filename", id)
              .append("length", length)
              .append("chunkSize", CHUNK)
              .append("uploadDate", Date.from(clock.instant()))
              .append(PUTTING, putting));
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    } catch (MongoWriteException e) {
      if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
      return false;
    }
  }

  private boolean isTouched(String id) {
    return files
            .updateOne(Filters.eq("_id", id), Updates.set("uploadDate", Date.from(clock.instant())))
            .getMatchedCount()
        > 0;
  }

  private void putChunks(String id, String putting, Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long number = 0;
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      while (true) {
        while (buffer.hasRemaining() && in.read(buffer) >= 0) {
          // Until the chunk is full or the file ends.
        }
        if (buffer.position() == 0) {
          return;
        }
        byte[] data = new byte[buffer.position()];
        buffer.flip().get(data);
        buffer.clear();
        chunks.insertOne(
            new Document("_id", chunkOf(id, putting, number))
                .append("files_id", id)
                .append("n", (int) number)
                .append("data", new Binary(data)));
        number++;
      }
    }
  }

  @Override
  public Optional<Stored> find(ContentHash hash, String name) throws IOException {
    String id = idOf(hash, name);
    return call(() ->
        Optional.ofNullable(files.find(Filters.eq("_id", id)).first())
            .map(found -> new StoredChunks(id, found.getString(PUTTING), length(found))));
  }

  private static long length(Document file) {
    return file.get("length", Number.class).longValue();
  }

  private final class StoredChunks implements Stored {
    private final String id;
    private final String putting;
    private final long bytes;

    StoredChunks(String id, String putting, long bytes) {
      this.id = id;
      this.putting = putting;
      this.bytes = bytes;
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public InputStream open(long from) {
      return new ChunkStream(id, putting, bytes, from);
    }
  }

  /// Holds one chunk in memory at a time.
  private final class ChunkStream extends InputStream {
    private final String id;
    private final String putting;
    private final long length;
    private long at;
    private long number = -1;
    private byte @Nullable [] chunk;

    ChunkStream(String id, String putting, long length, long from) {
      this.id = id;
      this.putting = putting;
      this.length = length;
      this.at = from;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
      if (at >= length) {
        return -1;
      }
      byte[] current = chunk(at / CHUNK);
      int start = (int) (at % CHUNK);
      int copied = Math.min(count, current.length - start);
      System.arraycopy(current, start, to, offset, copied);
      at += copied;
      return copied;
    }

    private byte[] chunk(long wanted) throws IOException {
      byte[] current = chunk;
      if (current == null || number != wanted) {
        Document found =
            call(() -> chunks.find(Filters.eq("_id", chunkOf(id, putting, wanted))).first());
        if (found == null) {
          throw new IOException("a part of a picture is missing");
        }
        current = found.get("data", Binary.class).getData();
        chunk = current;
        number = wanted;
      }
      return current;
    }
  }

  @Override
  public void delete(ContentHash hash, String name) throws IOException {
    call(() -> {
      delete(idOf(hash, name));
      return true;
    });
  }

  /// The file first, so that whatever is found is complete.
  private void delete(String id) {
    Document found = files.findOneAndDelete(Filters.eq("_id", id));
    if (found != null) {
      deleteChunks(found);
    }
  }

  private void deleteChunks(Document file) {
    deleteChunks(file.getString("_id"), file.getString(PUTTING), length(file));
  }

  private void deleteChunks(String id, String putting, long length) {
    for (long number = 0; number * CHUNK < length; number++) {
      chunks.deleteOne(Filters.eq("_id", chunkOf(id, putting, number)));
    }
  }

  @Override
  public boolean deleteAll(ContentHash hash, Instant unlessPutSince) throws IOException {
    return call(() -> {
      Bson untouched =
          Filters.and(
              Filters.eq("_id", idOf(hash, ORIGINAL)),
              Filters.lt("uploadDate", Date.from(unlessPutSince)));
      Document original = files.findOneAndDelete(untouched);
      if (original == null && files.find(Filters.eq("_id", idOf(hash, ORIGINAL))).first() != null) {
        return false;
      }
      if (original != null) {
        deleteChunks(original);
      }
      boolean any = original != null;
      for (Document rest : files.find(under(hash))) {
        delete(rest.getString("_id"));
        any = true;
      }
      return any;
    });
  }

  private static Bson under(ContentHash hash) {
    return Filters.and(
        Filters.gte("_id", hash.value() + "/"), Filters.lt("_id", hash.value() + "0"));
  }

  @Override
  public void each(Consumer<Entry> visitor) throws IOException {
    call(() -> {
      for (Document file : files.find().sort(Sorts.ascending("_id"))) {
        String id = file.getString("_id");
        int slash = id.indexOf('/');
        visitor.accept(
            new Entry(
                new ContentHash(id.substring(0, slash)),
                id.substring(slash + 1),
                length(file),
                file.getDate("uploadDate").toInstant()));
      }
      return true;
    });
  }

  /// Seeks from file to file in the index, whatever the number of chunks.
  @Override
  public int clearAbandoned() throws IOException {
    return call(() -> {
      Date before = Date.from(clock.instant().minus(StaleTempFiles.ABANDONED));
      int cleared = 0;
      String after = "";
      while (true) {
        Document chunk =
            chunks
                .find(Filters.gt("_id", after))
                .projection(Projections.include("files_id"))
                .sort(Sorts.ascending("_id"))
                .first();
        if (chunk == null) {
          return cleared;
        }
        String file = chunk.getString("files_id");
        String putting = chunk.getString("_id").split("/", -1)[PUTTING_IN_CHUNK];
        // Sorts directly after everything of "<file>/<putting>/…".
        String end = file + "/" + putting + "0";
        if (new ObjectId(putting).getDate().before(before) && !isOf(file, putting)) {
          chunks.deleteMany(
              Filters.and(Filters.gte("_id", chunkOf(file, putting, 0)), Filters.lt("_id", end)));
          cleared++;
        }
        after = end;
      }
    });
  }

  private boolean isOf(String file, String putting) {
    return files.find(Filters.and(Filters.eq("_id", file), Filters.eq(PUTTING, putting))).first()
        != null;
  }

  @Override
  public void close() {
    client.close();
  }
}
