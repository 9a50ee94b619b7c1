package info.powow.http.server;

import info.powow.http.server.SharedBudget.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/// The body of one request: filled as it arrives, then read as a whole. Reserves space before it is
/// used. Not thread-safe.
abstract sealed class BufferedBody {
  private final SharedBudget room;
  private final @Nullable String holder;
  private long reserved;
  private boolean released;

  private BufferedBody(SharedBudget room, @Nullable String holder) {
    this.room = room;
    this.holder = holder;
  }

  /// Reserves space for this many bytes in total.
  final Answer reserve(long bytes) {
    if (released || bytes <= reserved) {
      return Answer.GIVEN;
    }
    long wanted = worthReserving(bytes);
    Answer answer = room.take(holder, wanted - reserved);
    if (answer == Answer.GIVEN) {
      reserved = wanted;
    }
    return answer;
  }

  /// How many bytes to reserve when this many are needed.
  abstract long worthReserving(long bytes);

  /// Called after space was reserved.
  abstract void put(ByteBuffer bytes) throws IOException;

  /// The next chunk; the last one is marked.
  abstract Content.Chunk take() throws IOException;

  final void release() {
    if (!released) {
      released = true;
      room.give(holder, reserved);
      delete();
    }
  }

  abstract void delete();

  static final class InMemory extends BufferedBody {
    private static final int FIRST = 1 << 10;

    private final long limit;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean taken;

    InMemory(SharedBudget room, @Nullable String holder, long limit) {
      super(room, holder);
      this.limit = limit;
    }

    @Override
    long worthReserving(long bytes) {
      long doubled = FIRST;
      while (doubled < bytes) {
        doubled *= 2;
      }
      return Math.max(bytes, Math.min(doubled, limit));
    }

    @Override
    void put(ByteBuffer added) {
      int whole = length + added.remaining();
      if (whole > bytes.length) {
        bytes = java.util.Arrays.copyOf(bytes, Math.toIntExact(worthReserving(whole)));
      }
      added.get(bytes, length, added.remaining());
      length = whole;
    }

    @Override
    Content.Chunk take() {
      if (taken) {
        return Content.Chunk.EOF;
      }
      taken = true;
      return Content.Chunk.from(ByteBuffer.wrap(bytes, 0, length), true);
    }

    @Override
    void delete() {
      // Freed by the garbage collector.
    }
  }

  static final class InFile extends BufferedBody {
    private static final int STEP = 256 << 10;
    private static final int PIECE = 32 << 10;

    private final Path file;
    private final FileChannel channel;
    private final Runnable released;
    private long left = -1;

    InFile(SharedBudget room, @Nullable String holder, Path folder, Runnable released)
        throws IOException {
      super(room, holder);
      this.released = released;
      this.file = Files.createTempFile(folder, "body", ".part");
      this.channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }

    @Override
    long worthReserving(long bytes) {
      return (bytes + STEP - 1) / STEP * STEP;
    }

    @Override
    void put(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    Content.Chunk take() throws IOException {
      if (left < 0) {
        left = channel.position();
        channel.position(0);
      }
      if (left == 0) {
        return Content.Chunk.EOF;
      }
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
      while (piece.hasRemaining()) {
        if (channel.read(piece) < 0) {
          throw new IOException("the body ends too soon");
        }
      }
      left -= piece.capacity();
      return Content.Chunk.from(piece.flip(), left == 0);
    }

    @Override
    void delete() {
      try {
        channel.close();
      } catch (IOException _) {
        // Otherwise deleted at the next start.
      } finally {
        released.run();
      }
    }
  }
}
