package info.powow.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/// Buffers what a client has not yet read, so that no thread waits for it.
///
/// Memory is bounded, in total and per address; beyond it, only a few threads may wait. A client
/// that reads a chunk more slowly than the minimum rate is disconnected. When there is no room
/// left, clients with the longest-waiting chunks are disconnected first.
final class ResponseBuffers extends Handler.Wrapper {
  private static final Duration SWEEP = Duration.ofMillis(500);
  private static final int PIECE = 16 << 10;

  /// The maximum buffered bytes of one answer.
  private static final int FOR_ONE_ANSWER = 4 << 20;

  private static final int PART_FOR_ONE = 4;
  private static final int PART = 8;
  private static final int WAITING_THREADS = 32;
  private static final long NEW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final MinimumRate pace;
  private final SharedBudget memory;
  private final Semaphore waiting = new Semaphore(WAITING_THREADS);
  private final Clients clients;
  private final Refusals refusals;
  private final Set<Outgoing> open = ConcurrentHashMap.newKeySet();

  ResponseBuffers(HttpProperties properties, Clients clients, Refusals refusals) {
    this.pace =
        new MinimumRate(properties.slowClientGrace().toNanos(), properties.minRate().toBytes());
    long bytes = properties.responseMemory().toBytes();
    this.memory = new SharedBudget(bytes, bytes / PART_FOR_ONE);
    this.clients = clients;
    this.refusals = refusals;
  }

  /// Memory used by answers that have not been read yet.
  long memoryTaken() {
    return memory.total();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    sweepLater();
  }

  private void sweepLater() {
    getServer().getScheduler().schedule(this::sweep, SWEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    if (!isRunning()) {
      return;
    }
    try {
      long now = System.nanoTime();
      for (Outgoing outgoing : open) {
        if (!pace.isKept(PIECE, outgoing.waits(now))) {
          outgoing.close();
        }
      }
    } finally {
      sweepLater();
    }
  }

  private boolean makeRoom() {
    long now = System.nanoTime();
    List<Outgoing> longest =
        open.stream()
            .filter(outgoing -> outgoing.waits(now) > NEW_NANOS)
            .sorted(Comparator.comparingLong((Outgoing outgoing) -> outgoing.waits(now)).reversed())
            .toList();
    int going = longest.isEmpty() ? 0 : longest.size() / PART + 1;
    longest.subList(0, going).forEach(Outgoing::close);
    return going > 0;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    // An upgraded connection has limits of its own.
    if (request.getHeaders().contains(HttpHeader.UPGRADE)) {
      return super.handle(request, new Worded(request, response), callback);
    }
    Outgoing outgoing = new Outgoing(request, response, callback);
    return super.handle(request, outgoing, outgoing.completion);
  }

  /// Adds a problem to refusals without a body.
  private class Worded extends Response.Wrapper {
    Worded(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
      if (last
          && !isCommitted()
          && (content == null || !content.hasRemaining())
          && getStatus() >= HttpStatus.BAD_REQUEST_400
          && !getHeaders().contains(HttpHeader.CONTENT_TYPE)
          && !HttpMethod.HEAD.is(getRequest().getMethod())) {
        getHeaders().remove(HttpHeader.CONTENT_LENGTH);
        Response wrapped = getWrapped();
        refusals.write(wrapped, getStatus(), ProblemErrors.reasonOf(getStatus()), callback);
      } else {
        super.write(last, content, callback);
      }
    }
  }

  /// @param content no longer used by anybody else
  private record Piece(ByteBuffer content, boolean last, int reserved, @Nullable Callback waits) {}

  /// An answer being sent. Has its own lock; callbacks are called without it.
  private final class Outgoing extends Worded {
    private final Callback callback;
    private final @Nullable String holder;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final Flush flush = new Flush();
    private final Callback completion = new Completion();
    private @Nullable Throwable failure;
    private int reserved;
    private boolean lastIsHere;
    private boolean completed;
    private volatile long writingSince;

    Outgoing(Request request, Response response, Callback callback) {
      super(request, response);
      this.callback = callback;
      this.holder = clients.holder(request);
    }

    /// How long the current chunk has been waiting.
    long waits(long now) {
      long since = writingSince;
      return since == 0 ? 0 : now - since;
    }

    void close() {
      getRequest()
          .getConnectionMetaData()
          .getConnection()
          .getEndPoint()
          .close(new IOException("the client reads too slowly"));
    }

    @Override
    public boolean hasLastWrite() {
      synchronized (pieces) {
        return lastIsHere || super.hasLastWrite();
      }
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback written) {
      int length = content == null ? 0 : content.remaining();
      if (length == 0 && !isBusy()) {
        super.write(last, content, written);
        return;
      }
      Throwable failed;
      boolean waits = false;
      synchronized (pieces) {
        failed = failure;
        if (failed == null) {
          lastIsHere |= last;
          boolean given = length == 0 || give(length);
          waits = !given;
          if (given || waiting.tryAcquire()) {
            prepareLength(last, length);
            add(last, content, length, given, written);
          } else {
            failed = new IOException("too many answers are waiting for slow readers");
            failure = failed;
          }
        }
      }
      if (failed != null) {
        written.failed(failed);
        return;
      }
      flush.iterate();
      if (!waits) {
        written.succeeded();
      }
    }

    private boolean isBusy() {
      synchronized (pieces) {
        return !pieces.isEmpty() || writingSince != 0 || failure != null;
      }
    }

    private boolean give(int length) {
      if (reserved + length > FOR_ONE_ANSWER) {
        return false;
      }
      SharedBudget.Answer answer = memory.take(holder, length);
      if (answer == SharedBudget.Answer.ALL_TAKEN && makeRoom()) {
        answer = memory.take(holder, length);
      }
      if (answer == SharedBudget.Answer.GIVEN) {
        reserved += length;
        return true;
      }
      return false;
    }

    /// Jetty sets the length of an answer that is written at once; here it is written in chunks.
    private void prepareLength(boolean last, int length) {
      if (last
          && length > PIECE
          && pieces.isEmpty()
          && !isCommitted()
          && !getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
        getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
      }
    }

    private void add(
        boolean last, @Nullable ByteBuffer content, int length, boolean given, Callback written) {
      if (content == null || length == 0) {
        pieces.add(new Piece(ByteBuffer.allocate(0), last, 0, null));
        return;
      }
      ByteBuffer all = content;
      if (given) {
        all = ByteBuffer.allocate(length).put(content).flip();
      }
      while (all.hasRemaining()) {
        int size = Math.min(PIECE, all.remaining());
        ByteBuffer part = all.slice(all.position(), size);
        all.position(all.position() + size);
        boolean end = !all.hasRemaining();
        pieces.add(new Piece(part, last && end, given ? size : 0, !given && end ? written : null));
      }
    }

    private void over(@Nullable Throwable why) {
      boolean complete;
      int rest;
      Deque<Piece> left;
      synchronized (pieces) {
        if (why != null && failure == null) {
          failure = why;
        }
        left = new ArrayDeque<>(pieces);
        pieces.clear();
        rest = reserved;
        reserved = 0;
        complete = completed;
        writingSince = 0;
      }
      open.remove(this);
      if (rest > 0) {
        memory.give(holder, rest);
      }
      for (Piece piece : left) {
        if (piece.waits() != null) {
          waiting.release();
          piece.waits().failed(why == null ? new IOException("over") : why);
        }
      }
      if (complete) {
        callback.failed(why == null ? new IOException("over") : why);
      }
    }

    private void writePiece(Piece piece) {
      super.write(piece.last(), piece.content(), flush);
    }

    private final class Flush extends IteratingCallback {
      private @Nullable Piece writing;

      @Override
      protected Action process() {
        Piece done = writing;
        Piece next;
        boolean complete;
        Throwable failed;
        synchronized (pieces) {
          if (done != null) {
            reserved -= done.reserved();
          }
          next = failure == null ? pieces.poll() : null;
          writing = next;
          writingSince = next == null ? 0 : System.nanoTime();
          complete = next == null && completed && failure == null;
          failed = failure;
        }
        if (done != null) {
          if (done.reserved() > 0) {
            memory.give(holder, done.reserved());
          }
          if (done.waits() != null) {
            waiting.release();
            done.waits().succeeded();
          }
        }
        if (failed != null) {
          over(failed);
          return Action.SUCCEEDED;
        }
        if (next == null) {
          open.remove(Outgoing.this);
          if (complete) {
            callback.succeeded();
            return Action.SUCCEEDED;
          }
          return Action.IDLE;
        }
        open.add(Outgoing.this);
        writePiece(next);
        return Action.SCHEDULED;
      }

      @Override
      protected void onFailure(Throwable cause) {
        Piece failed = writing;
        writing = null;
        if (failed != null && failed.waits() != null) {
          waiting.release();
          failed.waits().failed(cause);
        }
        over(cause);
      }

      @Override
      public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
      }
    }

    /// Completes the request when its answer has been sent.
    private final class Completion implements Callback {
      @Override
      public void succeeded() {
        boolean now;
        Throwable failed;
        synchronized (pieces) {
          failed = failure;
          now = pieces.isEmpty() && writingSince == 0;
          completed = !now;
        }
        if (failed != null) {
          callback.failed(failed);
        } else if (now) {
          callback.succeeded();
        }
      }

      @Override
      public void failed(Throwable why) {
        boolean pending;
        synchronized (pieces) {
          pending = writingSince != 0;
          if (failure == null) {
            failure = why;
          }
        }
        if (pending) {
          // Releases reserved memory on failure.
          close();
        } else {
          over(why);
        }
        callback.failed(why);
      }

      @Override
      public InvocationType getInvocationType() {
        return callback.getInvocationType();
      }
    }
  }
}
