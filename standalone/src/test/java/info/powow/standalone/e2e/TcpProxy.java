package info.powow.standalone.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A proxy between Powow and a dependency, which disturbs the traffic.
final class TcpProxy implements AutoCloseable {
  /// The treatment of connections.
  enum Fault {
    NONE,
    /// Data is delayed in both directions.
    SLOW,
    /// Connections are accepted and stay open, but no data passes.
    SILENT,
    /// Connections are closed.
    CUT,
    /// Connections are reset.
    RESET
  }

  private static final int BUFFER = 16 << 10;

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int target;
  private final long delayNanos;
  private Fault fault = Fault.NONE;

  /// @param delay in each direction during [Fault#SLOW]
  TcpProxy(int target, Duration delay) throws IOException {
    this.target = target;
    this.delayNanos = delay.toNanos();
    Thread.startVirtualThread(this::accept);
  }

  /// Host and port.
  String address() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  /// Applies to open connections too.
  void apply(Fault next) {
    lock.lock();
    try {
      fault = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (next == Fault.CUT || next == Fault.RESET) {
      open.forEach(socket -> end(socket, next));
    }
  }

  private Fault fault() {
    lock.lock();
    try {
      return fault;
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        Fault now = fault();
        if (now == Fault.CUT || now == Fault.RESET) {
          end(client, now);
        } else {
          connect(client);
        }
      } catch (IOException _) {
        // The proxy was closed, or the target is unavailable.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(server);
      Thread.startVirtualThread(() -> pump(client, server));
      Thread.startVirtualThread(() -> pump(server, client));
    } catch (IOException e) {
      end(client, Fault.CUT);
      throw e;
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read;
      while ((read = in.read(buffer)) >= 0) {
        awaitPassage();
        out.write(buffer, 0, read);
      }
    } catch (IOException _) {
      // One of the connections has ended.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      end(from, Fault.CUT);
      end(to, Fault.CUT);
    }
  }

  private void awaitPassage() throws InterruptedException {
    long until = System.nanoTime() + delayNanos;
    lock.lock();
    try {
      while (fault == Fault.SILENT || fault == Fault.SLOW && until > System.nanoTime()) {
        if (fault == Fault.SILENT) {
          changed.await();
        } else {
          boolean unused = changed.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void end(Socket socket, Fault how) {
    open.remove(socket);
    try {
      if (how == Fault.RESET) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException _) {
      // It is closed already.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    apply(Fault.CUT);
  }
}
