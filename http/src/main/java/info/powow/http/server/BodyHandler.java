package info.powow.http.server;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.identity.Tokens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// Reads the body of a request before a thread is given to the request.
///
/// A body uses bytes from a budget, in total and per address, but no thread: it is read when data
/// arrives. A body that is too long is refused as soon as that is known, and one that is too slow
/// when it has fallen behind. When the budget is exhausted, the slowest bodies are refused to make
/// room.
///
/// Jetty's `EagerContentHandler` also reads ahead, but keeps whole buffers for single bytes,
/// requires no minimum rate, and has no bound over all requests.
final class BodyHandler extends Handler.Wrapper {
  private static final Duration SWEEP = Duration.ofMillis(500);

  /// A body younger than this is not refused for being slow.
  private static final long NEW_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// The fraction of slow bodies refused at once, because finding them is expensive.
  private static final int PART = 8;

  /// The number of bytes of a refused body to read and discard. Most clients read the answer only
  /// after they have sent everything, and otherwise report a failed connection.
  private static final long HEARD_AT_LEAST = 1 << 20;

  private static final int HEARD_TIMES = 4;

  /// How long to keep the connection open, without reading, after that. Closing it at once would
  /// discard the answer.
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final int PART_FOR_ONE = 4;
  private static final String BEARER = "Bearer ";

  private final List<BodyRoute> routes;
  private final long limit;
  private final MinimumRate pace;
  private final SharedBudget memory;
  private final SharedBudget disk;
  private final SharedBudget uploads;
  private final Tokens tokens;
  private final Clients clients;
  private final Refusals refusals;
  private final Set<Intake> arriving = ConcurrentHashMap.newKeySet();

  BodyHandler(
      HttpProperties properties,
      List<BodyRoute> routes,
      Tokens tokens,
      Clients clients,
      Refusals refusals) {
    this.routes = routes;
    this.limit = properties.maxBody().toBytes();
    this.pace =
        new MinimumRate(properties.slowClientGrace().toNanos(), properties.minRate().toBytes());
    long memoryBytes = properties.bodyMemory().toBytes();
    this.memory = new SharedBudget(memoryBytes, memoryBytes / PART_FOR_ONE);
    long diskBytes = properties.uploadDisk().toBytes();
    this.disk = new SharedBudget(diskBytes, diskBytes / PART_FOR_ONE);
    this.uploads = new SharedBudget(Long.MAX_VALUE, properties.uploadsPerPerson());
    this.tokens = tokens;
    this.clients = clients;
    this.refusals = refusals;
  }

  /// The number of arriving bodies.
  int arriving() {
    return arriving.size();
  }

  /// Memory used by bodies that are arriving or being processed.
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
      for (Intake intake : arriving) {
        if (!pace.isKept(intake.received, now - intake.began)) {
          intake.sendAway(Reason.TOO_SLOW);
        }
      }
    } finally {
      sweepLater();
    }
  }

  /// @return whether there is more room now
  private boolean makeRoom(Intake forOne) {
    long now = System.nanoTime();
    List<Intake> slowest =
        arriving.stream()
            .filter(intake -> intake != forOne && now - intake.began > NEW_NANOS)
            .filter(intake -> intake.body.getClass() == forOne.body.getClass())
            .sorted(Comparator.comparingDouble(intake -> intake.rate(now)))
            .toList();
    int going = slowest.isEmpty() ? 0 : slowest.size() / PART + 1;
    slowest.subList(0, going).forEach(intake -> intake.sendAway(Reason.OVERLOADED));
    return going > 0;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long declared = request.getLength();
    boolean hasBody =
        declared > 0 || declared < 0 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    if (!hasBody) {
      return super.handle(request, response, callback);
    }
    if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
      // A compressed body has no bound on its uncompressed size.
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
      refusals.write(
          response,
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
          Rejected.field("Content-Encoding", "a body that is not compressed", "another encoding"),
          callback);
      return true;
    }
    BodyRoute route = routeOf(request);
    long most = route == null ? limit : route.maxBytes();
    Reason tooLarge =
        route instanceof BodyRoute.ToFile upload ? upload.tooLarge() : Reason.TOO_LARGE;
    @Nullable String holder = clients.holder(request);
    try {
      BufferedBody body =
          route instanceof BodyRoute.ToFile upload
              ? fileFor(upload, request, holder)
              : new BufferedBody.InMemory(memory, holder, most);
      Intake intake = new Intake(request, response, callback, body, most, tooLarge);
      if (declared > most) {
        intake.refuse(tooLarge);
      } else {
        arriving.add(intake);
        intake.read(true);
      }
    } catch (Rejected e) {
      new Intake(
              request,
              response,
              callback,
              new BufferedBody.InMemory(memory, null, 0),
              most,
              tooLarge)
          .refuse(e.reason());
    } catch (IOException e) {
      refusals.write(response, Reason.IMAGES_UNAVAILABLE, callback);
    }
    return true;
  }

  private @Nullable BodyRoute routeOf(Request request) {
    String method = request.getMethod();
    String path = Request.getPathInContext(request);
    for (BodyRoute route : routes) {
      if (route.matches(method, path)) {
        return route;
      }
    }
    return null;
  }

  private BufferedBody fileFor(BodyRoute.ToFile route, Request request, @Nullable String holder)
      throws IOException {
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new Rejected(Reason.UNAUTHENTICATED);
    }
    String person =
        tokens.verify(authorization.substring(BEARER.length()).strip()).person().value();
    if (uploads.take(person, 1) != SharedBudget.Answer.GIVEN) {
      throw new Rejected(Reason.TOO_MANY_REQUESTS);
    }
    try {
      return new BufferedBody.InFile(disk, holder, route.folder(), () -> uploads.give(person, 1));
    } catch (IOException e) {
      uploads.give(person, 1);
      throw e;
    }
  }

  private void next(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable e) {
      Response.writeError(request, response, callback, e);
    }
  }

  private enum State {
    ARRIVING,
    HANDED_ON,
    REFUSED,
    OVER
  }

  /// An arriving body.
  private final class Intake implements Invocable.Task {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final BufferedBody body;
    private final long most;
    private final Reason tooLarge;
    private final long began = System.nanoTime();
    private final AtomicReference<State> state = new AtomicReference<>(State.ARRIVING);

    /// Written by one thread at a time, and read by the sweep.
    private volatile long received;

    Intake(
        Request request,
        Response response,
        Callback callback,
        BufferedBody body,
        long most,
        Reason tooLarge) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.body = body;
      this.most = most;
      this.tooLarge = tooLarge;
    }

    double rate(long now) {
      return (double) received / (now - began);
    }

    /// Writing to a file may block; copying to memory does not.
    @Override
    public InvocationType getInvocationType() {
      return body instanceof BufferedBody.InFile
          ? InvocationType.BLOCKING
          : InvocationType.NON_BLOCKING;
    }

    @Override
    public void run() {
      read(false);
    }

    /// Reads the available bytes.
    ///
    /// @param mayWait whether this thread may process the request
    void read(boolean blockingExecutor) {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          fail(chunk.getFailure());
          return;
        }
        boolean last = chunk.isLast();
        try {
          if (state.get() == State.ARRIVING && !accept(chunk.getByteBuffer())) {
            return;
          }
        } catch (IOException _) {
          refuse(Reason.IMAGES_UNAVAILABLE);
          return;
        } finally {
          chunk.release();
        }
        if (state.get() != State.ARRIVING) {
          return;
        }
        if (last) {
          handOn(blockingExecutor);
          return;
        }
      }
    }

    /// @return false if the request was refused
    private boolean accept(ByteBuffer bytes) throws IOException {
      long whole = received + bytes.remaining();
      if (whole > most) {
        refuse(tooLarge);
        return false;
      }
      SharedBudget.Answer answer = reserve(whole);
      if (answer == SharedBudget.Answer.ALL_TAKEN && makeRoom(this)) {
        answer = reserve(whole);
      }
      switch (answer) {
        case GIVEN -> {}
        case TOO_MUCH_FOR_ONE -> {
          refuse(Reason.TOO_MANY_REQUESTS);
          return false;
        }
        case ALL_TAKEN -> {
          refuse(Reason.OVERLOADED);
          return false;
        }
      }
      synchronized (body) {
        if (state.get() == State.ARRIVING) {
          body.put(bytes);
        }
      }
      received = whole;
      return true;
    }

    private SharedBudget.Answer reserve(long whole) {
      synchronized (body) {
        return body.reserve(whole);
      }
    }

    private void release() {
      arriving.remove(this);
      synchronized (body) {
        body.release();
      }
    }

    private void handOn(boolean blockingExecutor) {
      if (!state.compareAndSet(State.ARRIVING, State.HANDED_ON)) {
        return;
      }
      arriving.remove(this);
      Request whole = new Whole(request, body);
      Callback releasing =
          new Callback.Nested(callback) {
            @Override
            public void completed() {
              release();
            }
          };
      if (blockingExecutor) {
        next(whole, response, releasing);
      } else {
        request.getContext().execute(() -> next(whole, response, releasing));
      }
    }

    private void fail(Throwable failure) {
      State before = state.getAndSet(State.OVER);
      if (before == State.ARRIVING) {
        release();
        callback.failed(failure);
      }
    }

    /// Called by the reading thread.
    void refuse(Reason reason) {
      if (!state.compareAndSet(State.ARRIVING, State.REFUSED)) {
        return;
      }
      release();
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
      boolean waitsForPermission =
          request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
      refusals.write(
          response,
          reason,
          waitsForPermission
              ? callback
              : Callback.from(
                  InvocationType.NON_BLOCKING, () -> new Hearing().run(), callback::failed));
    }

    /// Called by any thread, while another may be reading.
    void sendAway(Reason reason) {
      if (!state.compareAndSet(State.ARRIVING, State.REFUSED)) {
        return;
      }
      release();
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
      refusals.write(response, reason, callback);
    }

    /// Reads and discards the rest of a refused body, for a limited time.
    private final class Hearing implements Invocable.Task {
      private final long least = Math.max(HEARD_AT_LEAST, HEARD_TIMES * most);
      private final long since = System.nanoTime();
      private long heard;

      @Override
      public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
      }

      @Override
      public void run() {
        while (true) {
          Content.Chunk chunk = request.read();
          if (chunk == null) {
            request.demand(this);
            return;
          }
          if (Content.Chunk.isFailure(chunk)) {
            callback.failed(chunk.getFailure());
            return;
          }
          heard += chunk.remaining();
          boolean last = chunk.isLast();
          chunk.release();
          if (last || !pace.isKept(heard, System.nanoTime() - since)) {
            callback.succeeded();
            return;
          }
          if (heard > least) {
            getServer()
                .getScheduler()
                .schedule(callback::succeeded, LINGER.toMillis(), TimeUnit.MILLISECONDS);
            return;
          }
        }
      }
    }
  }

  /// A request whose body has arrived completely.
  private static final class Whole extends Request.Wrapper {
    private final BufferedBody body;

    Whole(Request request, BufferedBody body) {
      super(request);
      this.body = body;
    }

    @Override
    public Content.Chunk read() {
      synchronized (body) {
        try {
          return body.take();
        } catch (IOException e) {
          return Content.Chunk.from(e, true);
        }
      }
    }

    @Override
    public void demand(Runnable demandCallback) {
      demandCallback.run();
    }
  }
}
