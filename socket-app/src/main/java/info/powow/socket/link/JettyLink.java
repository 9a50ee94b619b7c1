package info.powow.socket.link;

import info.powow.socket.link.Link.Listener;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.jspecify.annotations.Nullable;

/// A link over Jetty's WebSocket core: bytes in, bytes out, without the strings and futures of the
/// higher layers.
///
/// All output, including control frames, goes through one buffer with one limit. A client that
/// never reads is disconnected when the buffer is full, whatever it makes the server send.
final class JettyLink implements FrameHandler, Link {
  private static final byte[] NOTHING = {};

  /// The cost of a frame in Jetty's queue besides its payload.
  private static final int FRAME_OVERHEAD = 128;

  /// The number of bytes to read and discard after a close frame was sent, so that the client can
  /// finish its message and answer.
  private static final int MAX_BYTES_AFTER_CLOSE = 1 << 20;

  private static final int MAX_FRAMES_AFTER_CLOSE = 1_000;

  private final LinkLimits limits;
  private final Function<Link, Listener> opener;
  private final String network;
  private final @Nullable String subProtocol;
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicBoolean demanded = new AtomicBoolean();
  private final ArrayDeque<byte[]> later = new ArrayDeque<>(1);

  private @Nullable CoreSession core;
  private @Nullable Listener listener;
  private byte[] begun = NOTHING;
  private volatile int begunBytes;
  private boolean text;
  private int bytesAfterClose;
  private int framesAfterClose;
  private volatile int maxMessageBytes;
  private volatile boolean slow;
  private volatile boolean closing;
  private volatile boolean closed;
  private volatile @Nullable Thread waiter;

  JettyLink(
      LinkLimits limits,
      Function<Link, Listener> opener,
      String network,
      @Nullable String subProtocol) {
    this.limits = limits;
    this.opener = opener;
    this.network = network;
    this.subProtocol = subProtocol;
    this.maxMessageBytes = limits.firstMessageBytes();
  }

  @Override
  public String network() {
    return network;
  }

  @Override
  public @Nullable String subProtocol() {
    return subProtocol;
  }

  @Override
  public void allow(int messageBytes) {
    maxMessageBytes = messageBytes;
  }

  @Override
  public void onOpen(CoreSession coreSession, Callback callback) {
    core = coreSession;
    listener = opener.apply(this);
    callback.succeeded();
    demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    demanded.set(false);
    if (closing) {
      drop(frame, callback);
      return;
    }
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> onData(frame, callback);
      case OpCode.PING -> {
        byte[] answer = bytes(frame);
        callback.succeeded();
        if (listener().control()) {
          write(OpCode.PONG, answer);
          demand();
        }
      }
      case OpCode.PONG -> {
        callback.succeeded();
        if (listener().control()) {
          demand();
        }
      }
      default -> callback.succeeded();
    }
  }

  private void drop(Frame frame, Callback callback) {
    bytesAfterClose += frame.getPayloadLength();
    framesAfterClose++;
    callback.succeeded();
    if (bytesAfterClose < MAX_BYTES_AFTER_CLOSE && framesAfterClose < MAX_FRAMES_AFTER_CLOSE) {
      demand();
    }
  }

  private void onData(Frame frame, Callback callback) {
    byte opCode = frame.getOpCode();
    if (opCode != OpCode.CONTINUATION) {
      text = opCode == OpCode.TEXT;
    }
    int length = frame.getPayloadLength();
    if (length > maxMessageBytes - begunBytes) {
      begun = NOTHING;
      begunBytes = 0;
      callback.succeeded();
      listener().tooLarge();
      return;
    }
    if (!frame.isFin()) {
      append(frame, Math.max(length, Math.min(2 * begunBytes, maxMessageBytes - begunBytes)));
      callback.succeeded();
      listener().partReceived(length);
      return;
    }
    byte[] message = begunBytes == 0 ? bytes(frame) : completed(frame);
    callback.succeeded();
    if (text && !isUtf8(message)) {
      listener().notUtf8();
    } else {
      listener().received(message);
    }
  }

  private byte[] completed(Frame last) {
    append(last, last.getPayloadLength());
    byte[] message = begun.length == begunBytes ? begun : Arrays.copyOf(begun, begunBytes);
    begun = NOTHING;
    begunBytes = 0;
    return message;
  }

  /// @param room the minimum growth of the buffer, if it has to grow
  private void append(Frame frame, int room) {
    int length = frame.getPayloadLength();
    if (length > begun.length - begunBytes) {
      begun = Arrays.copyOf(begun, begunBytes + room);
    }
    ByteBuffer payload = frame.getPayload();
    if (payload != null) {
      payload.duplicate().get(begun, begunBytes, length);
    }
    begunBytes += length;
  }

  private static byte[] bytes(Frame frame) {
    ByteBuffer payload = frame.getPayload();
    if (payload == null || !payload.hasRemaining()) {
      return NOTHING;
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    return bytes;
  }

  private static boolean isUtf8(byte[] bytes) {
    if (isAscii(bytes)) {
      return true;
    }
    try {
      CharBuffer _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static boolean isAscii(byte[] bytes) {
    byte all = 0;
    for (byte b : bytes) {
      all |= b;
    }
    return all >= 0;
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    // onClosed follows and reports the end.
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus closeStatus, Callback callback) {
    closed = true;
    wakeWaiter();
    Listener told = listener;
    if (told != null) {
      told.closed();
    }
    callback.succeeded();
  }

  @Override
  public void send(byte[] message) {
    if (reserve(message.length)) {
      write(message, false);
    }
  }

  /// Sends a control frame, unless too much output is pending.
  private void write(byte opCode, byte[] payload) {
    if (reserve(payload.length)) {
      core()
          .sendFrame(
              new Frame(opCode, ByteBuffer.wrap(payload)), new Written(payload.length), false);
    }
  }

  @Override
  public void send(List<byte[]> messages) {
    int last = messages.size() - 1;
    for (int i = 0; i <= last; i++) {
      byte[] message = messages.get(i);
      if (reserve(message.length)) {
        write(message, i < last);
      }
    }
  }

  @Override
  public boolean awaitRoom() {
    int room = limits.maxPendingBytes() / 4;
    waiter = Thread.currentThread();
    try {
      while (pending.get() > room && !closed) {
        LockSupport.park(this);
      }
      return !closed;
    } finally {
      waiter = null;
    }
  }

  private void wrote(int bytes) {
    pending.addAndGet(-bytes);
    wakeWaiter();
  }

  private void wakeWaiter() {
    Thread waiting = waiter;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  @Override
  public void sendLater(byte[] message) {
    if (reserve(message.length)) {
      later.add(message);
    }
  }

  @Override
  public void flush() {
    byte[] message = later.poll();
    while (message != null) {
      byte[] next = later.poll();
      write(message, next != null);
      message = next;
    }
  }

  private boolean reserve(int bytes) {
    if (slow) {
      return false;
    }
    if (pending.addAndGet(bytes + FRAME_OVERHEAD) <= limits.maxPendingBytes()) {
      return true;
    }
    slow = true;
    listener().slow();
    return false;
  }

  /// @param more whether another message follows at once, so that both may be written together
  private void write(byte[] message, boolean more) {
    core()
        .sendFrame(
            new OutgoingEntry.Builder(
                    new Frame(OpCode.TEXT, ByteBuffer.wrap(message)), new Written(message.length))
                .batch(more)
                .build());
  }

  @Override
  public void ping() {
    write(OpCode.PING, NOTHING);
  }

  @Override
  public void demand() {
    if (demanded.compareAndSet(false, true)) {
      core().demand();
    }
  }

  @Override
  public int buffered() {
    return pending.get() + begunBytes;
  }

  @Override
  public void close(int code, String reason) {
    closing = true;
    core().close(code, reason, Callback.NOOP);
    // The client's close frame has to be read for a clean close.
    demand();
  }

  @Override
  public void abort() {
    core().abort();
  }

  private CoreSession core() {
    if (core == null) {
      throw new IllegalStateException("the link is not open yet");
    }
    return core;
  }

  private Listener listener() {
    if (listener == null) {
      throw new IllegalStateException("the link is not open yet");
    }
    return listener;
  }

  private final class Written implements Callback {
    private final int bytes;

    Written(int bytes) {
      this.bytes = bytes;
    }

    @Override
    public void succeeded() {
      wrote(bytes + FRAME_OVERHEAD);
    }

    @Override
    public void failed(Throwable cause) {
      wrote(bytes + FRAME_OVERHEAD);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
