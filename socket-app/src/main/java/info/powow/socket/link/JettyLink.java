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
/// layers above it.
final class JettyLink implements FrameHandler, Link {
  private static final byte[] NOTHING = {};
  private static final int MAX_PARTS = 1_000;

  private final LinkLimits limits;
  private final Function<Link, Listener> opener;
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicBoolean demanded = new AtomicBoolean();
  private final ArrayDeque<byte[]> later = new ArrayDeque<>(1);

  private @Nullable CoreSession core;
  private @Nullable Listener listener;
  private byte[] begun = NOTHING;
  private int parts;
  private boolean text;
  private volatile boolean slow;
  private volatile boolean closed;
  private volatile @Nullable Thread waiter;

  JettyLink(LinkLimits limits, Function<Link, Listener> opener) {
    this.limits = limits;
    this.opener = opener;
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
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> onData(frame, callback);
      case OpCode.PING -> {
        ByteBuffer answer = ByteBuffer.wrap(bytes(frame));
        callback.succeeded();
        listener().alive();
        core().sendFrame(new Frame(OpCode.PONG, answer), Callback.NOOP, false);
        demand();
      }
      case OpCode.PONG -> {
        callback.succeeded();
        listener().alive();
        demand();
      }
      default -> callback.succeeded();
    }
  }

  private void onData(Frame frame, Callback callback) {
    byte opCode = frame.getOpCode();
    byte[] part = bytes(frame);
    callback.succeeded();
    if (opCode != OpCode.CONTINUATION) {
      text = opCode == OpCode.TEXT;
    }
    if ((long) begun.length + part.length > limits.maxMessageBytes()) {
      begun = NOTHING;
      close(CloseCode.TOO_LARGE, "message too large");
      return;
    }
    if (begun.length > 0) {
      byte[] joined = Arrays.copyOf(begun, begun.length + part.length);
      System.arraycopy(part, 0, joined, begun.length, part.length);
      part = joined;
    }
    if (!frame.isFin()) {
      begun = part;
      if (++parts > MAX_PARTS) {
        close(CloseCode.POLICY, "message in too many parts");
        return;
      }
      demand();
      return;
    }
    begun = NOTHING;
    parts = 0;
    if (text && !isUtf8(part)) {
      close(CloseCode.BAD_DATA, "not UTF-8");
      return;
    }
    listener().received(part);
  }

  private static byte[] bytes(Frame frame) {
    ByteBuffer payload = frame.getPayload();
    if (payload == null || !payload.hasRemaining()) {
      return NOTHING;
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
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
    // What ends a connection is told by onClosed, which follows.
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus closeStatus, Callback callback) {
    closed = true;
    wrote(0);
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
    if (pending.addAndGet(bytes) <= limits.maxPendingBytes()) {
      return true;
    }
    slow = true;
    listener().slow();
    return false;
  }

  /// @param more whether another message follows at once, so that this one can wait for it
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
    core().sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
  }

  @Override
  public void demand() {
    if (demanded.compareAndSet(false, true)) {
      core().demand();
    }
  }

  @Override
  public int pending() {
    return pending.get();
  }

  @Override
  public void close(int code, String reason) {
    core().close(code, reason, Callback.NOOP);
    // The answer has to be read for the connection to end in peace.
    demand();
  }

  @Override
  public void abort() {
    core().abort();
  }

  @Override
  public void execute(Runnable task) {
    core().getWebSocketComponents().getExecutor().execute(task);
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
      wrote(bytes);
    }

    @Override
    public void failed(Throwable cause) {
      wrote(bytes);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
