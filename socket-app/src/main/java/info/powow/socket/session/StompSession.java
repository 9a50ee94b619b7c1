package info.powow.socket.session;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import info.powow.identity.SignedIn;
import info.powow.identity.Staff;
import info.powow.ops.WaitingBytes;
import info.powow.socket.link.CloseCode;
import info.powow.socket.link.Link;
import info.powow.socket.push.Subscriber;
import info.powow.socket.push.Subscription;
import info.powow.socket.stomp.ClientCommand;
import info.powow.socket.stomp.ClientFrame;
import info.powow.socket.stomp.ProtocolViolation;
import info.powow.socket.stomp.ServerFrames;
import info.powow.socket.stomp.StompDecoder;
import info.powow.socket.stomp.StompVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final InboundLimiter arrivals;
  private final Liveness liveness;
  private final SessionSubscriptions subscriptions;
  private final FrameGate gate = new FrameGate();
  private final SessionOutput output;
  private final SendHandler sending;
  private final SubscribeHandler subscribing;
  private final long openedAt;

  /// The number of unanswered commands, plus one for the session itself.
  private final AtomicInteger inFlight = new AtomicInteger(1);

  private volatile State state = State.NEW;
  private volatile @Nullable PersonId person;
  private volatile @Nullable SessionId session;
  private volatile Instant expiresAt = Instant.MAX;

  /// Not null in a session of staff, which sees nothing of the chat, and is seen by nobody.
  private volatile @Nullable StaffListening staff;

  private volatile long closingAt;
  private @Nullable String farewell;

  StompSession(SessionContext context, Link link) {
    this.context = context;
    this.link = link;
    StompLimits limits = context.limits();
    this.reader = new StompDecoder(limits.connectBytes());
    long now = System.nanoTime();
    this.openedAt = now;
    this.arrivals = new InboundLimiter(limits, now);
    this.liveness = new Liveness(limits.pingInterval(), now);
    this.subscriptions = new SessionSubscriptions(limits.maxSubscriptions());
    this.output = new SessionOutput(context, this, link, liveness, subscriptions);
    this.sending =
        new SendHandler(
            context,
            this,
            output,
            gate,
            new TokenBucket(limits.sendsPerSecond(), limits.sendBurst(), now));
    this.subscribing = new SubscribeHandler(context, this, output, gate, subscriptions);
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
        long readAt = System.nanoTime();
        if (!arrivals.frame(readAt)) {
          flooded();
          return;
        }
        handle(frame, readAt);
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

  /// Continues with the next frame, after the gate was halted.
  void goOn() {
    if (gate.reopen()) {
      if (reader.isEmpty()) {
        link.demand();
      } else {
        context.blockingExecutor().execute(this::work);
      }
    }
  }

  private void handle(ClientFrame frame, long readAt) {
    boolean connects =
        frame.command() == ClientCommand.CONNECT || frame.command() == ClientCommand.STOMP;
    if (connects != (state == State.NEW)) {
      throw new ProtocolViolation("A session begins with CONNECT, and has one of it.");
    }
    checkLengths(frame);
    switch (frame.command()) {
      case CONNECT, STOMP -> connect(frame);
      case SEND -> sending.handle(frame, readAt);
      case SUBSCRIBE -> subscribing.subscribe(frame);
      case UNSUBSCRIBE -> subscribing.unsubscribe(frame);
      case DISCONNECT -> disconnect(frame);
      case ACK, NACK -> output.refuse(frame, "", new Rejected(Reason.ACK_UNSUPPORTED));
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

  static String require(ClientFrame frame, String header) {
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
    output.speak(agreed);
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
      boolean isStaff = context.staff().accepts(token);
      SignedIn signedIn = isStaff ? staff(token) : context.tokens().verify(token);
      synchronized (this) {
        if (state != State.SIGNING_IN) {
          return;
        }
        if (isStaff) {
          staff = new StaffListening(context.staff(), token, subscribing::replayEnded);
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
      if (!isStaff) {
        context.push().connected(this);
      }
      if (signedIn.session() != null) {
        // The session may have ended before this connection was registered with it.
        SignedIn _ = context.tokens().verify(token);
      }
      link.send(
          ServerFrames.connected(
              output.version(),
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

  /// A staff token belongs to a session of the chat, whose end is seen when it is verified again.
  private SignedIn staff(String token) {
    Staff verified = context.staff().verify(token);
    return new SignedIn(verified.person(), verified.expiresAt(), null);
  }

  /// What staff listen to; null in a session of the chat.
  @Nullable StaffListening staff() {
    return staff;
  }

  @Override
  public PersonId person() {
    PersonId signedIn = person;
    if (signedIn == null) {
      throw new IllegalStateException("not signed in yet");
    }
    return signedIn;
  }

  /// A command was sent, and has not been answered.
  void commandSent() {
    inFlight.incrementAndGet();
  }

  /// A command was answered. After the last one, a client that has disconnected is released.
  void answered() {
    if (inFlight.decrementAndGet() == 0) {
      context.push().pushThread().execute(this::leave);
    }
  }

  /// The client has a new token.
  void refreshed(SignedIn signedIn) {
    expiresAt = signedIn.expiresAt();
    session = signedIn.session();
  }

  private void disconnect(ClientFrame frame) {
    farewell = frame.receipt();
    // No later frame is handled.
    gate.halt();
    answered();
  }

  private void leave() {
    if (farewell != null) {
      link.send(ServerFrames.receipt(output.version(), farewell));
    }
    close(CloseCode.NORMAL, "");
  }

  // --- output, to the client ------------------------------------------------------------------

  @Override
  public void subscribed(Subscription subscription) {
    subscribing.subscribed(subscription);
  }

  @Override
  public void refused(Subscription subscription, Reason reason) {
    subscribing.refused(subscription, reason);
  }

  @Override
  public boolean keep(byte[] frame) {
    return state != State.CLOSED && output.keep(frame);
  }

  @Override
  public void flush() {
    output.flush();
  }

  @Override
  public void send(List<byte[]> frames) {
    output.send(frames);
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
    link.send(ServerFrames.error(output.version(), reason.code(), message, receipt));
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
    StaffListening listening = staff;
    if (listening == null) {
      context.push().closed(this);
    } else {
      listening.close();
    }
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
