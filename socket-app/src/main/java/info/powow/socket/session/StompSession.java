package info.powow.socket.session;

import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import info.powow.http.limit.RateLimitedKind;
import info.powow.identity.SignedIn;
import info.powow.ops.MessageClock;
import info.powow.ops.Traceparent;
import info.powow.ops.WaitingBytes;
import info.powow.socket.conversation.Destinations;
import info.powow.socket.conversation.Request;
import info.powow.socket.link.CloseCode;
import info.powow.socket.link.Link;
import info.powow.socket.push.ResumeRequest;
import info.powow.socket.push.Subscriber;
import info.powow.socket.push.Subscription;
import info.powow.socket.push.Topic;
import info.powow.socket.stomp.ClientCommand;
import info.powow.socket.stomp.ClientFrame;
import info.powow.socket.stomp.MessageHead;
import info.powow.socket.stomp.OutgoingMessage;
import info.powow.socket.stomp.ProtocolViolation;
import info.powow.socket.stomp.ServerFrames;
import info.powow.socket.stomp.StompDecoder;
import info.powow.socket.stomp.StompVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The STOMP session of one connection.
///
/// Frames are handled one after the other, in order of arrival. While one waits (for a token to be
/// verified, for a subscription to take effect), the following frames wait too, and the socket is not
/// read.
final class StompSession implements Link.Listener, Subscriber {
  private static final Logger LOG = LoggerFactory.getLogger(StompSession.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
  private static final int MAX_ID_BYTES = 128;
  private static final String BEARER = "Bearer ";
  private static final AtomicLong ERRORS_SENT = new AtomicLong();

  private enum State {
    NEW,
    SIGNING_IN,
    OPEN,
    CLOSING,
    CLOSED
  }

  private final SessionContext context;
  private final Link link;
  private final StompDecoder reader;
  private final TokenBucket sends;
  private final InboundLimiter arrivals;
  private final Liveness liveness;
  private final SessionSubscriptions subscriptions;
  private final FrameGate gate = new FrameGate();
  private final long openedAt;

  /// The number of unanswered commands, plus one for the session itself.
  private final AtomicInteger inFlight = new AtomicInteger(1);

  private volatile State state = State.NEW;
  private volatile StompVersion version = StompVersion.V1_2;
  private volatile @Nullable PersonId person;
  private volatile @Nullable SessionId session;
  private volatile Instant expiresAt = Instant.MAX;
  private volatile long closingAt;
  private @Nullable String farewell;
  private boolean kept;
  private int keptFrames;

  /// Frames are handled one after the other.
  private long frameReadAt;

  StompSession(SessionContext context, Link link) {
    this.context = context;
    this.link = link;
    StompLimits limits = context.limits();
    this.reader = new StompDecoder(limits.connectBytes());
    long now = System.nanoTime();
    this.openedAt = now;
    this.sends = new TokenBucket(limits.sendsPerSecond(), limits.sendBurst(), now);
    this.arrivals = new InboundLimiter(limits, now);
    this.liveness = new Liveness(limits.pingInterval(), now);
    this.subscriptions = new SessionSubscriptions(limits.maxSubscriptions());
  }

  // --- input ----------------------------------------------------------------------------------

  @Override
  public void received(byte[] text) {
    if (arrives(text.length)) {
      reader.feed(text);
      work();
    }
  }

  @Override
  public void partReceived(int bytes) {
    if (arrives(bytes)) {
      arrivals.unfinished(context.sessions().now(), 0);
      link.demand();
    }
  }

  private boolean arrives(int bytes) {
    liveness.heard(context.sessions().now());
    if (arrivals.message(System.nanoTime(), bytes)) {
      return true;
    }
    flooded();
    return false;
  }

  @Override
  public boolean control() {
    liveness.heard(context.sessions().now());
    if (arrivals.control(System.nanoTime())) {
      return true;
    }
    flooded();
    return false;
  }

  private void flooded() {
    fail(CloseCode.POLICY, Reason.TOO_MANY_REQUESTS, Reason.TOO_MANY_REQUESTS.message(), null);
  }

  @Override
  public void tooLarge() {
    fail(CloseCode.TOO_LARGE, Reason.TOO_LARGE, Reason.TOO_LARGE.message(), null);
  }

  @Override
  public void notUtf8() {
    fail(CloseCode.BAD_DATA, Reason.INVALID_REQUEST, "A text message is not valid UTF-8.", null);
  }

  private void work() {
    ClientFrame frame = null;
    try {
      while (!gate.leave()) {
        frame = null;
        frame = isEnding() ? null : reader.next();
        if (frame == null) {
          if (!reader.isEmpty()) {
            arrivals.unfinished(context.sessions().now(), reader.buffered());
          }
          link.demand();
          return;
        }
        context.metrics().cameIn();
        frameReadAt = System.nanoTime();
        if (!arrivals.frame(frameReadAt)) {
          flooded();
          return;
        }
        handle(frame);
      }
    } catch (ProtocolViolation e) {
      int code = e.reason() == Reason.TOO_LARGE ? CloseCode.TOO_LARGE : CloseCode.PROTOCOL_ERROR;
      fail(code, e.reason(), e.told(), frame);
    } catch (RuntimeException e) {
      LOG.error("a frame could not be handled: {}", e.getClass().getName());
      fail(CloseCode.TRY_AGAIN, Reason.INTERNAL, Reason.INTERNAL.message(), frame);
    }
  }

  private boolean isEnding() {
    return state == State.CLOSING || state == State.CLOSED;
  }

  private void goOn() {
    if (gate.reopen()) {
      if (reader.isEmpty()) {
        link.demand();
      } else {
        context.blockingExecutor().execute(this::work);
      }
    }
  }

  private void handle(ClientFrame frame) {
    boolean connects =
        frame.command() == ClientCommand.CONNECT || frame.command() == ClientCommand.STOMP;
    if (connects != (state == State.NEW)) {
      throw new ProtocolViolation("A session begins with CONNECT, and has one of it.");
    }
    checkLengths(frame);
    switch (frame.command()) {
      case CONNECT, STOMP -> connect(frame);
      case SEND -> send(frame);
      case SUBSCRIBE -> subscribe(frame);
      case UNSUBSCRIBE -> unsubscribe(frame);
      case DISCONNECT -> disconnect(frame);
      case ACK, NACK -> refuse(frame, "", new Rejected(Reason.ACK_UNSUPPORTED));
      case BEGIN, COMMIT, ABORT ->
          throw new ProtocolViolation("Transactions are not supported here.");
    }
  }

  /// Refuses ids that are too long to be repeated in an answer.
  private static void checkLengths(ClientFrame frame) {
    if (isTooLong(frame.receipt())) {
      throw new ProtocolViolation("The header receipt has more than " + MAX_ID_BYTES + " bytes.");
    }
    if (isTooLong(frame.header("id"))) {
      throw new ProtocolViolation("The header id has more than " + MAX_ID_BYTES + " bytes.");
    }
  }

  private static boolean isTooLong(@Nullable String id) {
    return id != null
        && (id.length() > MAX_ID_BYTES
            || id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES);
  }

  private static String require(ClientFrame frame, String header) {
    String value = frame.header(header);
    if (value == null) {
      throw new ProtocolViolation(frame.command() + " needs the header " + header + ".");
    }
    return value;
  }

  // --- CONNECT --------------------------------------------------------------------------------

  private void connect(ClientFrame frame) {
    List<StompVersion> offered = StompVersion.under(link.subProtocol());
    StompVersion agreed = StompVersion.agree(frame.header("accept-version"), offered);
    if (agreed == null) {
      refuseVersion(offered, frame);
      return;
    }
    version = agreed;
    reader.speak(agreed);
    liveness.agreed(
        HeartBeats.agree(
            frame.header("heart-beat"), (int) context.limits().heartBeat().toMillis()));
    String token = token(frame);
    if (token == null) {
      fail(CloseCode.POLICY, Reason.UNAUTHENTICATED, Reason.UNAUTHENTICATED.message(), frame);
      return;
    }
    state = State.SIGNING_IN;
    gate.halt();
    // The issuer's keys may have to be fetched.
    context.blockingExecutor().execute(() -> signIn(token));
  }

  private void refuseVersion(List<StompVersion> offered, ClientFrame frame) {
    String numbers = offered.stream().map(StompVersion::number).collect(Collectors.joining(" "));
    Reason reason = Reason.INVALID_REQUEST;
    context.metrics().refused(reason);
    link.send(
        ServerFrames.noCommonVersion(
            reason.code(),
            "The header accept-version names none of the supported protocol versions: " + numbers,
            offered,
            frame.receipt()));
    close(CloseCode.PROTOCOL_ERROR, reason.code());
  }

  private static @Nullable String token(ClientFrame frame) {
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
      SignedIn signedIn = context.tokens().verify(token);
      synchronized (this) {
        if (state != State.SIGNING_IN) {
          return;
        }
        context.sessions().enter(signedIn.person(), link.network());
        person = signedIn.person();
        session = signedIn.session();
        expiresAt = signedIn.expiresAt();
        state = State.OPEN;
      }
      arrivals.signedIn();
      reader.allow(context.limits().maxFrameBytes());
      link.allow(context.limits().maxFrameBytes());
      context.metrics().opened();
      context.push().connected(this);
      if (signedIn.session() != null) {
        // The session may have ended before this connection was registered with it.
        SignedIn _ = context.tokens().verify(token);
      }
      link.send(
          ServerFrames.connected(
              version,
              signedIn.person().value(),
              HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()),
              context.epoch().get(),
              liveness.heartBeats().sendEvery(),
              liveness.heartBeats().receiveEvery()));
      goOn();
    } catch (Rejected e) {
      // A client that may retry keeps its token.
      boolean passes = e.reason().kind() == Reason.Kind.UNAVAILABLE;
      fail(passes ? CloseCode.TRY_AGAIN : CloseCode.POLICY, e.reason(), e.reason().message(), null);
    } catch (RuntimeException e) {
      LOG.error("a token could not be verified: {}", e.getClass().getName());
      fail(CloseCode.TRY_AGAIN, Reason.INTERNAL, Reason.INTERNAL.message(), null);
    }
  }

  @Override
  public PersonId person() {
    PersonId signedIn = person;
    if (signedIn == null) {
      throw new IllegalStateException("not signed in yet");
    }
    return signedIn;
  }

  // --- SEND -----------------------------------------------------------------------------------

  private void send(ClientFrame frame) {
    String destination = require(frame, "destination");
    if (frame.header("transaction") != null) {
      throw new ProtocolViolation("Transactions are not supported here.");
    }
    if (!sends.take(System.nanoTime())) {
      refuse(frame, destination, new Rejected(Reason.TOO_MANY_REQUESTS));
      return;
    }
    try {
      Request request = Destinations.request(person(), destination, frame.body());
      count(request);
      switch (request) {
        case Request.Carry carry -> carry(frame, destination, carry.command());
        case Request.Typing typing -> typing(frame, destination, typing);
        case Request.Attention attention ->
            context.push().attention(this, attention.active(), () -> receipt(frame));
        case Request.Refresh refresh -> refresh(frame, destination, refresh.token());
      }
    } catch (Rejected e) {
      refuse(frame, destination, e);
    }
  }

  /// @throws Rejected with `too_many_requests`
  private void count(Request request) {
    switch (request) {
      case Request.Carry carry -> context.people().take(person(), carry.command());
      case Request.Typing _, Request.Attention _, Request.Refresh _ ->
          context.people().take(person(), RateLimitedKind.SIGNAL);
    }
  }

  private void carry(ClientFrame frame, String destination, Object command) {
    if (context.warm().isWarm(command)) {
      decide(frame, destination, command);
      return;
    }
    // The log has to be read first, and this thread also reads other sockets.
    gate.halt();
    context
        .blockingExecutor()
        .execute(() -> {
          decide(frame, destination, command);
          goOn();
        });
  }

  private void decide(ClientFrame frame, String destination, Object command) {
    inFlight.incrementAndGet();
    int read = MessageClock.compact(frameReadAt);
    String receipt = frame.receipt();
    CompletableFuture<Accepted> answer;
    try {
      answer = context.commands().send(command);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete((accepted, failure) -> {
      if (failure != null) {
        Rejected refusal = refusal(failure);
        noteFailure(destination, refusal);
        refuse(frame, destination, refusal);
      } else {
        Traceparent follow = noteAnswer(frame, accepted, read);
        if (receipt != null) {
          context.push().send(this, ServerFrames.receipt(version, receipt, accepted, follow));
        }
      }
      answered();
    });
  }

  /// @return of the client that wants the message to be followed; null if none does, or too many do
  private @Nullable Traceparent noteAnswer(ClientFrame frame, Accepted accepted, int read) {
    if (accepted.conversationId() == null || accepted.position() == null) {
      return null;
    }
    Traceparent wanted = Traceparent.parse(frame.header("traceparent"));
    Traceparent follow = wanted != null && context.trace().mayFollow() ? wanted : null;
    long now = System.nanoTime();
    context.trace().sentBy(person().value());
    context
        .trace()
        .answered(
            accepted.conversationId().value(),
            accepted.position(),
            MessageClock.restore(read, now),
            now,
            follow);
    return follow;
  }

  private void noteFailure(String destination, Rejected refusal) {
    switch (refusal.reason().kind()) {
      case UNAVAILABLE, FAULT ->
          context.trace().failed(destination, refusal.reason().code(), context.clock().instant());
      case INVALID,
          UNAUTHENTICATED,
          FORBIDDEN,
          NOT_FOUND,
          CONFLICT,
          TOO_LARGE,
          TOO_SLOW,
          TOO_MANY -> {}
    }
  }

  private static Rejected refusal(Throwable failure) {
    Rejected refusal = Rejected.in(failure);
    if (refusal != null) {
      return refusal;
    }
    // The message may quote request data.
    LOG.error("a command failed: {}", failure.getClass().getName());
    return new Rejected(Reason.INTERNAL);
  }

  private void typing(ClientFrame frame, String destination, Request.Typing typing) {
    context
        .push()
        .typing(
            this,
            typing.conversation(),
            typing.typing(),
            refused -> {
              if (refused == null) {
                receipt(frame);
              } else {
                refuse(frame, destination, new Rejected(refused));
              }
            });
  }

  private void refresh(ClientFrame frame, String destination, String token) {
    gate.halt();
    context
        .blockingExecutor()
        .execute(() -> {
          try {
            SignedIn signedIn = context.tokens().verify(token);
            if (!signedIn.person().equals(person())) {
              throw new Rejected(Reason.UNAUTHENTICATED);
            }
            expiresAt = signedIn.expiresAt();
            session = signedIn.session();
            if (signedIn.session() != null) {
              // As at sign-in: the session may have ended before this connection belonged to it.
              SignedIn _ = context.tokens().verify(token);
            }
            receipt(frame);
          } catch (Rejected e) {
            refuse(frame, destination, e);
          } catch (RuntimeException e) {
            refuse(frame, destination, refusal(e));
          }
          goOn();
        });
  }

  /// A command was answered. After the last one, a client that has disconnected is released.
  private void answered() {
    if (inFlight.decrementAndGet() == 0) {
      context.push().pushThread().execute(this::leave);
    }
  }

  private void disconnect(ClientFrame frame) {
    farewell = frame.receipt();
    // No later frame is handled.
    gate.halt();
    answered();
  }

  private void leave() {
    if (farewell != null) {
      link.send(ServerFrames.receipt(version, farewell));
    }
    close(CloseCode.NORMAL, "");
  }

  // --- SUBSCRIBE ------------------------------------------------------------------------------

  private void subscribe(ClientFrame frame) {
    String destination = require(frame, "destination");
    String id = version == StompVersion.V1_0 ? frame.header("id") : require(frame, "id");
    try {
      Subscription subscription = subscription(frame, destination, id);
      gate.halt();
      if (subscription.topic() instanceof Topic.Errors) {
        subscribed(subscription);
      } else {
        context.push().subscribe(subscription);
      }
    } catch (Rejected e) {
      refuse(Refusal.of(e, destination, frame.receipt(), null), id);
    }
  }

  private Subscription subscription(ClientFrame frame, String destination, @Nullable String id) {
    Topic named =
        Topic.of(destination).orElseThrow(() -> new Rejected(Reason.FORBIDDEN_DESTINATION));
    Topic topic = named instanceof Topic.Nearby ? NearbyHeaders.parse(frame) : named;
    if (frame.header("selector") != null) {
      throw new Rejected(Reason.FORBIDDEN_DESTINATION);
    }
    String ack = frame.header("ack");
    if (ack != null && !ack.equals("auto")) {
      throw new Rejected(Reason.ACK_UNSUPPORTED);
    }
    context
        .people()
        .take(
            person(),
            topic instanceof Topic.Nearby ? RateLimitedKind.NEARBY : RateLimitedKind.READ);
    String resume = frame.header("resume");
    ResumeRequest has =
        resume != null && topic instanceof Topic.Events
            ? new ResumeRequest(
                ResumeHeader.parse(resume, context.limits().maxNamed()), frame.header("epoch"))
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
    subscriptions.add(subscription);
    context.metrics().subscribed();
    return subscription;
  }

  private boolean remove(Subscription subscription) {
    if (!subscriptions.remove(subscription)) {
      return false;
    }
    context.metrics().unsubscribed();
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
    refuse(
        Refusal.of(new Rejected(reason), subscription.destination(), subscription.receipt(), null),
        subscription.id());
    goOn();
  }

  private void unsubscribe(ClientFrame frame) {
    String id =
        version == StompVersion.V1_0 && frame.header("id") == null
            ? require(frame, "destination")
            : require(frame, "id");
    Subscription subscription = subscriptions.find(id);
    if (subscription != null && remove(subscription)) {
      context.push().unsubscribe(subscription);
    }
    receipt(frame);
  }

  // --- output ---------------------------------------------------------------------------------

  private void receipt(ClientFrame frame) {
    receipt(frame.receipt());
  }

  private void receipt(@Nullable String receipt) {
    if (receipt != null) {
      context.push().send(this, ServerFrames.receipt(version, receipt));
    }
  }

  private void refuse(ClientFrame frame, String destination, Rejected refused) {
    String key = frame.command() == ClientCommand.SEND ? Destinations.keyIn(frame.body()) : null;
    refuse(Refusal.of(refused, destination, frame.receipt(), key), Topic.ERRORS);
  }

  /// Sends a refusal to the client: on its subscriptions to errors, or as a message without
  /// subscription if it has none, because it would otherwise learn nothing.
  ///
  /// @param otherwise the subscription id to use if there is no subscription to errors
  private void refuse(Refusal refusal, @Nullable String otherwise) {
    context.metrics().refused(refusal.code());
    OutgoingMessage message =
        new OutgoingMessage("error~" + ERRORS_SENT.incrementAndGet(), refusal.json());
    List<Subscription> listening = subscriptions.toErrors();
    if (listening.isEmpty()) {
      MessageHead head = MessageHead.of(version, Topic.ERRORS, otherwise);
      context.push().send(this, message.frame(head));
    }
    for (Subscription subscription : listening) {
      context.push().send(this, message.frame(subscription.head()));
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
    context.metrics().wentOut(keptFrames);
    keptFrames = 0;
    liveness.said(context.sessions().now());
    link.flush();
  }

  @Override
  public void send(List<byte[]> frames) {
    context.metrics().wentOut(frames.size());
    liveness.said(context.sessions().now());
    link.send(frames);
  }

  @Override
  public boolean awaitRoom() {
    return link.awaitRoom();
  }

  // --- close ----------------------------------------------------------------------------------

  @Override
  public void overflowed() {
    close(CloseCode.TRY_AGAIN, "too much happened meanwhile: resume again");
  }

  @Override
  public void slow() {
    context.metrics().slow();
    close(CloseCode.TRY_AGAIN, "slow consumer");
  }

  /// Sends an ERROR frame, and ends the session.
  private void fail(int closeCode, Reason reason, String message, @Nullable ClientFrame because) {
    context.metrics().refused(reason);
    String receipt = because == null ? null : because.receipt();
    link.send(ServerFrames.error(version, reason.code(), message, receipt));
    close(closeCode, reason.code());
  }

  /// Closes the connection if it belongs to this session.
  void end(SessionId ended) {
    if (ended.equals(session)) {
      fail(CloseCode.POLICY, Reason.SESSION_ENDED, Reason.SESSION_ENDED.message(), null);
    }
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
    boolean hadSignedIn;
    synchronized (this) {
      State before = state;
      state = State.CLOSED;
      hadSignedIn = person != null;
      if (before == State.OPEN) {
        gone();
      }
    }
    context.sessions().remove(this, hadSignedIn);
  }

  /// Unregisters a person who had signed in.
  private void gone() {
    context.metrics().closed(subscriptions.end());
    context.sessions().leave(person());
    context.push().closed(this);
  }

  /// Whether the client has signed in and is still connected.
  boolean isOpen() {
    return state == State.OPEN;
  }

  /// What operators see of a connection whose client is slow.
  WaitingBytes.Waiting waiting() {
    PersonId signedIn = person;
    SessionId known = session;
    return new WaitingBytes.Waiting(
        signedIn == null ? "" : signedIn.value(), known == null ? "" : known.value(), buffered());
  }

  String network() {
    return link.network();
  }

  /// The bytes held for this client.
  int buffered() {
    return link.buffered() + arrivals.unfinishedBytes();
  }

  // --- timers ---------------------------------------------------------------------------------

  /// Checks timeouts. Called periodically.
  void tick(long now) {
    switch (state) {
      case NEW, SIGNING_IN -> {
        if (now - openedAt > context.limits().connectTimeout().toNanos()) {
          fail(CloseCode.POLICY, Reason.UNAUTHENTICATED, "No CONNECT frame arrived in time.", null);
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
    if (context.clock().instant().isAfter(expiresAt)) {
      fail(CloseCode.POLICY, Reason.TOKEN_EXPIRED, Reason.TOKEN_EXPIRED.message(), null);
      return;
    }
    long unfinishedSince = arrivals.unfinishedSince();
    if (unfinishedSince != 0 && now - unfinishedSince > context.limits().frameTimeout().toNanos()) {
      fail(CloseCode.POLICY, Reason.FRAME_TIMEOUT, Reason.FRAME_TIMEOUT.message(), null);
      return;
    }
    switch (liveness.due(now, context.sessions().every())) {
      case NOTHING -> {}
      case HEART_BEATS_MISSED -> close(CloseCode.POLICY, "no heart-beat");
      case PINGS_UNANSWERED -> close(CloseCode.POLICY, "no answer");
      case PING -> link.ping();
      case HEART_BEAT -> {
        liveness.said(now);
        link.send(ServerFrames.HEART_BEAT);
      }
    }
  }
}
