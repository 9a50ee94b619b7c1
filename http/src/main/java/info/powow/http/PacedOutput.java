package info.powow.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The bytes of a large answer, as long as the client takes them at a minimum rate: 16 KB a second
/// on average, after 30 seconds. Only the time in which the client keeps the server waiting counts.
/// Who is slower gets an answer that breaks off.
public final class PacedOutput extends FilterOutputStream {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final long BYTES_PER_SECOND = 16 << 10;
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private long bytes;
  private long waited;

  public PacedOutput(OutputStream out) {
    this(out, System::nanoTime);
  }

  PacedOutput(OutputStream out, LongSupplier nanoTime) {
    super(out);
    this.nanoTime = nanoTime;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int start, int length) throws IOException {
    long before = nanoTime.getAsLong();
    out.write(from, start, length);
    bytes += length;
    waited += nanoTime.getAsLong() - before;
    long late = waited - GRACE.toNanos();
    if (late > 0 && bytes < late / SECOND * BYTES_PER_SECOND) {
      throw new IOException("the client reads too slowly");
    }
  }
}
