package info.powow.notify.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.notify.push.RetryAfter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001::1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
      })
  void whatIsNobodysBusinessIsNotPublic(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2001:4860::1"})
  void theInternetIsPublic(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  /// A name that means something else each time it is asked for.
  @Test
  void theAddressThatIsConnectedToIsTheOneThatWasLookedAt() throws Exception {
    List<String> answers = new ArrayList<>(List.of("8.8.8.8", "127.0.0.1"));
    SocketAddressResolver rebinding =
        new SocketAddressResolver() {
          @Override
          public void resolve(
              String host,
              int port,
              Map<String, Object> context,
              Promise<List<InetSocketAddress>> promise) {
            promise.succeeded(List.of(new InetSocketAddress(answers.removeFirst(), port)));
          }
        };
    PublicAddresses addresses = new PublicAddresses(rebinding, Set.of());

    assertThat(resolve(addresses)).hasSize(1);
    assertThat(resolve(addresses)).isEmpty();
  }

  private static List<InetSocketAddress> resolve(PublicAddresses addresses) {
    CompletableFuture<List<InetSocketAddress>> found = new CompletableFuture<>();
    addresses.resolve(
        "push.example",
        443,
        Map.of(),
        new Promise<>() {
          @Override
          public void succeeded(List<InetSocketAddress> result) {
            found.complete(result);
          }

          @Override
          public void failed(Throwable failure) {
            found.complete(List.of());
          }
        });
    return found.join();
  }

  @ParameterizedTest
  @CsvSource({
    "120, PT2M",
    "' 7 ', PT7S",
    "'Sun, 01 Mar 2026 10:00:30 GMT', PT30S",
    "'Sun, 01 Mar 2026 09:00:00 GMT', PT0S",
    "999999999, PT24H",
    "soon,",
    "99999999999999999999,",
  })
  void retryAfterIsSecondsOrADate(String header, Duration wait) {
    assertThat(RetryAfter.read(header, Instant.parse("2026-03-01T10:00:00Z"))).isEqualTo(wait);
  }
}
