package info.powow.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DownloadsTest {
  private final AtomicLong now = new AtomicLong();
  private final Downloads downloads = new Downloads(2);

  /// A client that reads this many bytes each second.
  private OutputStream client(long bytesPerSecond) {
    return new OutputStream() {
      @Override
      public void write(int one) {
        now.addAndGet(Duration.ofSeconds(1).toNanos() / bytesPerSecond);
      }

      @Override
      public void write(byte[] bytes, int start, int length) {
        now.addAndGet(Duration.ofSeconds(1).toNanos() * length / bytesPerSecond);
      }
    };
  }

  @Test
  void nobodyHasTwoPlacesAndThereAreTwoForAll() throws IOException {
    AtomicInteger ran = new AtomicInteger();
    downloads.run(
        "ada",
        () -> {
          refuses(Reason.TOO_MANY_REQUESTS, "ada");
          downloads.run(
              "bob",
              () -> {
                refuses(Reason.OVERLOADED, "cleo");
                ran.incrementAndGet();
              });
          downloads.run("cleo", ran::incrementAndGet);
        });
    downloads.run("ada", ran::incrementAndGet);

    assertThat(ran).hasValue(3);
  }

  @Test
  void aPlaceIsFreeAgainWhenTheClientWentAway() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() ->
              downloads.run(
                  "ada",
                  () -> {
                    throw new IOException("gone");
                  }))
          .hasMessage("gone");
    }
    downloads.run("ada", () -> {});
  }

  @Test
  void whoReadsTooSlowlyIsCutOffAfterTheGrace() throws IOException {
    OutputStream slow = new PacedOutput(client(1 << 10), now::get);
    byte[] chunk = new byte[8 << 10];
    slow.write(chunk);
    slow.write(chunk);
    slow.write(chunk);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 3; i++) {
                slow.write(chunk);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("slowly");

    OutputStream quick = new PacedOutput(client(20 << 10), now::get);
    for (int i = 0; i < 1_000; i++) {
      quick.write(chunk);
    }
  }

  /// What takes long on the server is not the client's fault.
  @Test
  void timeBetweenWritesDoesNotCount() throws IOException {
    OutputStream out = new PacedOutput(client(1 << 20), now::get);
    for (int i = 0; i < 10; i++) {
      now.addAndGet(Duration.ofMinutes(1).toNanos());
      out.write(1);
    }
  }

  private void refuses(Reason reason, String person) {
    assertThatThrownBy(() -> downloads.run(person, () -> {}))
        .isInstanceOfSatisfying(
            Rejected.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
