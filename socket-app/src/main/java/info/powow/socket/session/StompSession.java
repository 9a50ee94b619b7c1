package info.powow.socket.session;

import info.powow.domain.Accepted;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.edge.Problems;
import info.powow.edge.SignedIn;
import info.powow.socket.conversation.Destinations;
import info.powow.socket.conversation.Request;
import info.powow.socket.link.CloseCode;
import info.powow.socket.link.Link;
import info.powow.socket.push.Subscriber;
import info.powow.socket.push.Subscription;
import info.powow.socket.push.Topic;
import info.powow.socket.stomp.ClientCommand;
import info.powow.socket.stomp.MessageHead;
import info.powow.socket.stomp.OutgoingMessage;
import info.powow.socket.stomp.ProtocolBreach;
import info.powow.socket.stomp.ServerFrames;
import info.powow.socket.stomp.StompFrame;
import info.powow.socket.stomp.StompReader;
import info.powow.socket.stomp.StompVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's STOMP session.
///
/// Frames are handled one after the other, in the order of their coming: where one has to wait (for
/// a token to be verified, for a subscription to be in force), those behind it wait too, and the
/// socket is not read meanwhile.
final class StompSession implements Link.Listener, Subscriber {
  private static final Logger LOG = LoggerFactory.getLogger(StompSession.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
  private static final String BEARER = "Bearer ";
  private static final AtomicLong ERRORS_SENT = new AtomicLong();

  private static final int FREE = 0;
  private static final int HALTED = 1;
  private static final int LEFT = 2;

  private enum State {
    NEW,
    SIGNING_IN,
    OPEN,
    CLOSING,
    CLOSED
  }

  private final Surroundings with;
  private final Link link;
  private final StompReader reader;
  private final TokenBucket sends;
  private final TokenBucket arrivals;
  private final long openedAt;
  private final List<Subscription> subscriptions = new ArrayList<>(2);

  /// Whether frames may be handled: FREE; HALTED until something is done; or LEFT, when whoever
  /// does it has to go on.
  private final AtomicInteger gate = new AtomicInteger();

  /// Commands that are not answered yet, and one for the session itself.
  private final AtomicInteger inFlight = new AtomicInteger(1);

  private volatile State state = State.NEW;
  private volatile StompVersion version = StompVersion.V1_2;
  private volatile @Nullable PersonId person;
  private volatile Instant expiresAt = Instant.MAX;
  private HeartBeats heartBeats = HeartBeats.NONE;
  private volatile long heardAt;
  private volatile long saidAt;
  private volatile long closingAt;
  private @Nullable String farewell;
  private boolean kept;
  private int keptFrames;

  StompSession(Surroundings surroundings, Link link) {
    this.with = surroundings;
    this.link = link;
    this.reader = new StompReader(with.limits().maxFrameBytes());
    long now = System.nanoTime();
    this.openedAt = now;
    this.heardAt = now;
    this.saidAt = now;
    int perSecond = with.limits().sendsPerSecond();
    int atOnce = with.limits().sendsAtOnce();
    this.sends = new TokenBucket(perSecond, atOnce, now);
    // Whatever comes costs something, also what is refused: ten times as much of that ends the
    // session.
    this.arrivals = new TokenBucket(saturatedTimesTen(perSecond), saturatedTimesTen(atOnce), now);
  }

  private static int saturatedTimesTen(int number) {
    return (int) Math.min(Integer.MAX_VALUE, number * 10L);
  }

  // --- what comes -----------------------------------------------------------------------------

  @Override
  public void received(byte[] text) {
    if (!arrives()) {
      return;
    }
    reader.feed(text);
    work();
  }

  @Override
  public void alive() {
    arrives();
  }

  /// @return false when nobody listens any more
  private boolean arrives() {
    if (state == State.CLOSING || state == State.CLOSED) {
      link.demand();
      return false;
    }
    heardAt = with.sessions().now();
    if (!arrivals.take(System.nanoTime())) {
      close(CloseCode.POLICY, "too many frames");
      return false;
    }
    return true;
  }

  private void work() {
    StompFrame frame = null;
    try {
      while (true) {
        if (gate.get() == HALTED && gate.compareAndSet(HALTED, LEFT)) {
          return;
        }
        frame = null;
        frame = state == State.CLOSING ? null : reader.next();
        if (frame == null) {
          break;
        }
        with.metrics().cameIn();
        handle(frame);
      }
    } catch (ProtocolBreach e) {
      fail(CloseCode.PROTOCOL_ERROR, e.reason(), e.told(), frame);
    } catch (RuntimeException e) {
      LOG.error("a frame could not be handled: {}", e.getClass().getName());
      fail(CloseCode.TRY_AGAIN, Reason.INTERNAL, Reason.INTERNAL.message(), frame);
    }
    link.demand();
  }

  /// Lets no frame be handled until [#goOn].
  private void halt() {
    gate.set(HALTED);
  }

  private void goOn() {
    if (gate.getAndSet(FREE) == LEFT) {
      if (reader.isEmpty()) {
        link.demand();
      } else {
        link.execute(this::work);
      }
    }
  }

  private void handle(StompFrame frame) {
    boolean connects =
        frame.command() == ClientCommand.CONNECT || frame.command() == ClientCommand.STOMP;
    if (connects != (state == State.NEW)) {
      throw new ProtocolBreach("A session begins with CONNECT, and has one of it.");
    }
    switch (frame.command()) {
      case CONNECT, STOMP -> connect(frame);
      case SEND -> send(frame);
      case SUBSCRIBE -> subscribe(frame);
      case UNSUBSCRIBE -> unsubscribe(frame);
      case DISCONNECT -> disconnect(frame);
      // Every message is taken for acknowledged when it is sent; a client that says so again does
      // no harm.
      case ACK, NACK -> receipt(frame);
      case BEGIN, COMMIT, ABORT -> throw new ProtocolBreach("Transactions are not supported here.");
    }
  }

  private static String require(StompFrame frame, String header) {
    String value = frame.header(header);
    if (value == null) {
      throw new ProtocolBreach(frame.command() + " needs the header " + header + ".");
    }
    return value;
  }

  // --- CONNECT --------------------------------------------------------------------------------

  private void connect(StompFrame frame) {
    StompVersion newest = StompVersion.newestOf(frame.header("accept-version"));
    if (newest == null) {
      throw new ProtocolBreach("The versions spoken here are 1.0, 1.1 and 1.2.");
    }
    version = newest;
    reader.speak(newest);
    heartBeats =
        HeartBeats.agree(frame.header("heart-beat"), (int) with.limits().heartBeat().toMillis());
    String token = token(frame);
    if (token == null) {
      fail(CloseCode.POLICY, Reason.UNAUTHENTICATED, Reason.UNAUTHENTICATED.message(), frame);
      return;
    }
    state = State.SIGNING_IN;
    halt();
    // An issuer may have to be asked for its keys.
    with.mayWait().execute(() -> signIn(token));
  }

  private static @Nullable String token(StompFrame frame) {
    String authorization = frame.header("Authorization");
    if (authorization == null) {
      authorization = frame.header("authorization");
    }
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).strip();
    }
    return frame.header("passcode");
  }

  private void signIn(String token) {
    try {
      SignedIn signedIn = with.tokens().verify(token);
      synchronized (this) {
        if (state != State.SIGNING_IN) {
          return;
        }
        person = signedIn.person();
        expiresAt = signedIn.expiresAt();
        state = State.OPEN;
      }
      with.metrics().opened();
      with.push().connected(this);
      link.send(
          ServerFrames.connected(
              version,
              signedIn.person().value(),
              HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()),
              heartBeats.sendEvery(),
              heartBeats.receiveEvery()));
      goOn();
    } catch (Rejected e) {
      fail(CloseCode.POLICY, e.reason(), e.reason().message(), null);
    } catch (RuntimeException e) {
      LOG.error("a token could not be verified: {}", e.getClass().getName());
      fail(CloseCode.TRY_AGAIN, Reason.INTERNAL, Reason.INTERNAL.message(), null);
    }
  }

  @Override
  public PersonId person() {
    PersonId signedIn = person;
    if (signedIn == null) {
      throw new IllegalStateException("nobody has signed in yet");
    }
    return signedIn;
  }

  // --- SEND -----------------------------------------------------------------------------------

  private void send(StompFrame frame) {
    String destination = require(frame, "destination");
    if (frame.header("transaction") != null) {
      throw new ProtocolBreach("Transactions are not supported here.");
    }
    if (!sends.take(System.nanoTime())) {
      refuse(frame, destination, Reason.TOO_MANY_REQUESTS);
      return;
    }
    try {
      switch (Destinations.request(person(), destination, frame.body())) {
        case Request.Carry carry -> carry(frame, destination, carry.command());
        case Request.Typing typing -> typing(frame, destination, typing);
        case Request.Refresh refresh -> refresh(frame, destination, refresh.token());
      }
    } catch (Rejected e) {
      refuse(frame, destination, e.reason());
    }
  }

  private void carry(StompFrame frame, String destination, Object command) {
    inFlight.incrementAndGet();
    String receipt = frame.receipt();
    CompletableFuture<Accepted> answer;
    try {
      answer = with.commands().send(command);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete((accepted, failure) -> {
      if (failure != null) {
        refuse(frame, destination, reason(failure));
      } else if (receipt != null) {
        with.push().send(this, ServerFrames.receipt(version, receipt, accepted));
      }
      answered();
    });
  }

  private static Reason reason(Throwable failure) {
    Rejected refusal = Problems.refusalIn(failure);
    if (refusal != null) {
      return refusal.reason();
    }
    // Its message may quote what was sent.
    LOG.error("a command failed: {}", failure.getClass().getName());
    return Reason.INTERNAL;
  }

  private void typing(StompFrame frame, String destination, Request.Typing typing) {
    with.push()
        .typing(
            this,
            typing.conversation(),
            typing.typing(),
            refused -> {
              if (refused == null) {
                receipt(frame);
              } else {
                refuse(frame, destination, refused);
              }
            });
  }

  private void refresh(StompFrame frame, String destination, String token) {
    halt();
    with.mayWait()
        .execute(() -> {
          try {
            SignedIn signedIn = with.tokens().verify(token);
            if (!signedIn.person().equals(person())) {
              throw new Rejected(Reason.UNAUTHENTICATED);
            }
            expiresAt = signedIn.expiresAt();
            receipt(frame);
          } catch (Rejected e) {
            refuse(frame, destination, e.reason());
          } catch (RuntimeException e) {
            refuse(frame, destination, reason(e));
          }
          goOn();
        });
  }

  /// A command was answered; after the last one, a client that wants to go is let go.
  private void answered() {
    if (inFlight.decrementAndGet() == 0) {
      with.push().pushThread().execute(this::leave);
    }
  }

  private void disconnect(StompFrame frame) {
    farewell = frame.receipt();
    // Nothing that comes after this is handled.
    halt();
    answered();
  }

  private void leave() {
    if (farewell != null) {
      link.send(ServerFrames.receipt(version, farewell));
    }
    close(CloseCode.NORMAL, "");
  }

  // --- SUBSCRIBE ------------------------------------------------------------------------------

  private void subscribe(StompFrame frame) {
    String destination = require(frame, "destination");
    String id = version == StompVersion.V1_0 ? frame.header("id") : require(frame, "id");
    try {
      Subscription subscription = subscription(frame, destination, id);
      halt();
      if (subscription.topic() instanceof Topic.Errors
          || subscription.topic() instanceof Topic.Notifications) {
        subscribed(subscription);
      } else {
        with.push().subscribe(subscription);
      }
    } catch (Rejected e) {
      refuse(frame, destination, e.reason());
    }
  }

  private Subscription subscription(StompFrame frame, String destination, @Nullable String id) {
    Topic named =
        Topic.of(destination).orElseThrow(() -> new Rejected(Reason.FORBIDDEN_DESTINATION));
    Topic topic = named instanceof Topic.Nearby ? NearbyHeaders.parse(frame) : named;
    if (frame.header("selector") != null) {
      throw new Rejected(Reason.FORBIDDEN_DESTINATION);
    }
    String resume = frame.header("resume");
    Map<ConversationId, Long> has =
        resume != null && topic instanceof Topic.Events
            ? ResumeHeader.parse(resume, with.limits().maxNamed())
            : null;
    Subscription subscription =
        new Subscription(
            this,
            id == null ? destination : id,
            topic,
            MessageHead.of(version, destination, id),
            destination,
            frame.receipt(),
            has);
    synchronized (subscriptions) {
      if (subscriptions.size() >= with.limits().maxSubscriptions()) {
        throw new Rejected(Reason.TOO_MANY_SUBSCRIPTIONS);
      }
      if (state != State.OPEN || find(subscription.id()) != null) {
        throw new Rejected(Reason.INVALID_REQUEST);
      }
      subscriptions.add(subscription);
    }
    with.metrics().subscribed();
    return subscription;
  }

  private @Nullable Subscription find(String id) {
    for (Subscription subscription : subscriptions) {
      if (subscription.id().equals(id)) {
        return subscription;
      }
    }
    return null;
  }

  private boolean remove(Subscription subscription) {
    synchronized (subscriptions) {
      if (!subscriptions.remove(subscription)) {
        return false;
      }
    }
    with.metrics().unsubscribed();
    return true;
  }

  @Override
  public void subscribed(Subscription subscription) {
    receipt(subscription.receipt());
    goOn();
  }

  @Override
  public void refused(Subscription subscription, Reason reason) {
    remove(subscription);
    refuse(Refusal.of(reason, subscription.destination(), subscription.receipt(), null));
    goOn();
  }

  private void unsubscribe(StompFrame frame) {
    String id =
        version == StompVersion.V1_0 && frame.header("id") == null
            ? require(frame, "destination")
            : require(frame, "id");
    Subscription subscription;
    synchronized (subscriptions) {
      subscription = find(id);
    }
    if (subscription != null && remove(subscription)) {
      with.push().unsubscribe(subscription);
    }
    receipt(frame);
  }

  // --- what goes ------------------------------------------------------------------------------

  private void receipt(StompFrame frame) {
    receipt(frame.receipt());
  }

  private void receipt(@Nullable String receipt) {
    if (receipt != null) {
      with.push().send(this, ServerFrames.receipt(version, receipt));
    }
  }

  private void refuse(StompFrame frame, String destination, Reason reason) {
    String key = frame.command() == ClientCommand.SEND ? Destinations.keyIn(frame.body()) : null;
    refuse(Refusal.of(reason, destination, frame.receipt(), key));
  }

  private void refuse(Refusal refusal) {
    with.metrics().refused(refusal.code());
    List<Subscription> listening;
    synchronized (subscriptions) {
      listening =
          subscriptions.stream()
              .filter(subscription -> subscription.topic() instanceof Topic.Errors)
              .toList();
    }
    if (listening.isEmpty()) {
      return;
    }
    OutgoingMessage message =
        new OutgoingMessage("error~" + ERRORS_SENT.incrementAndGet(), refusal.json());
    for (Subscription subscription : listening) {
      with.push().send(this, message.frame(subscription.head()));
    }
  }

  @Override
  public boolean keep(byte[] frame) {
    if (state == State.CLOSED) {
      return false;
    }
    link.sendLater(frame);
    keptFrames++;
    if (kept) {
      return false;
    }
    kept = true;
    return true;
  }

  @Override
  public void flush() {
    kept = false;
    with.metrics().wentOut(keptFrames);
    keptFrames = 0;
    saidAt = with.sessions().now();
    link.flush();
  }

  @Override
  public void send(List<byte[]> frames) {
    with.metrics().wentOut(frames.size());
    saidAt = with.sessions().now();
    link.send(frames);
  }

  @Override
  public boolean awaitRoom() {
    return link.awaitRoom();
  }

  // --- the end --------------------------------------------------------------------------------

  @Override
  public void overflowed() {
    close(CloseCode.TRY_AGAIN, "too much happened meanwhile: resume again");
  }

  @Override
  public void slow() {
    with.metrics().slow();
    close(CloseCode.TRY_AGAIN, "slow consumer");
  }

  /// Tells the client what was wrong, and ends the session.
  private void fail(int closeCode, Reason reason, String message, @Nullable StompFrame because) {
    with.metrics().refused(reason);
    String receipt = because == null ? null : because.receipt();
    link.send(ServerFrames.error(version, reason.code(), message, receipt));
    close(closeCode, reason.code());
  }

  void close(int code, String reason) {
    synchronized (this) {
      State before = state;
      if (before == State.CLOSING || before == State.CLOSED) {
        return;
      }
      closingAt = System.nanoTime();
      state = State.CLOSING;
      if (before == State.OPEN) {
        gone();
      }
    }
    link.close(code, reason);
  }

  @Override
  public void closed() {
    synchronized (this) {
      State before = state;
      state = State.CLOSED;
      if (before == State.OPEN) {
        gone();
      }
    }
    with.sessions().remove(this);
  }

  /// Somebody who had signed in is here no more.
  private void gone() {
    int open;
    synchronized (subscriptions) {
      open = subscriptions.size();
      subscriptions.clear();
    }
    with.metrics().closed(open);
    with.push().closed(this);
  }

  /// Looks at the time. To be called every now and then.
  void tick(long now) {
    switch (state) {
      case NEW, SIGNING_IN -> {
        if (now - openedAt > with.limits().connectWithin().toNanos()) {
          close(CloseCode.POLICY, "no CONNECT in time");
        }
      }
      case OPEN -> tickOpen(now);
      case CLOSING -> {
        if (now - closingAt > CLOSE_WITHIN.toNanos()) {
          link.abort();
        }
      }
      case CLOSED -> {}
    }
  }

  private void tickOpen(long now) {
    if (with.clock().instant().isAfter(expiresAt)) {
      fail(CloseCode.POLICY, Reason.TOKEN_EXPIRED, Reason.TOKEN_EXPIRED.message(), null);
      return;
    }
    long silence = now - heardAt;
    if (heartBeats.receiveEvery() > 0) {
      if (silence > 2 * nanos(heartBeats.receiveEvery())) {
        close(CloseCode.POLICY, "no heart-beat");
        return;
      }
    } else {
      long pingEvery = with.limits().pingEvery().toNanos();
      if (silence > 3 * pingEvery) {
        close(CloseCode.POLICY, "no answer");
        return;
      }
      if (silence > pingEvery) {
        link.ping();
      }
    }
    if (heartBeats.sendEvery() > 0
        && now - saidAt > nanos(heartBeats.sendEvery()) - 2 * with.sessions().every().toNanos()) {
      saidAt = now;
      link.send(ServerFrames.HEART_BEAT);
    }
  }

  private static long nanos(int milliseconds) {
    return milliseconds * 1_000_000L;
  }
}
