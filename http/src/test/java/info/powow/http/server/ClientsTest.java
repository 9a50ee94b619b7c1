package info.powow.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.2.0/24, 10.1.2.255, true",
    "10.1.2.0/24, 10.1.3.0, false",
    "10.1.2.128/25, 10.1.2.127, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe80::1, false",
  })
  void aNetworkHasTheAddressesThatBeginAsItDoes(String network, String address, boolean inside) {
    assertThat(new Clients(List.of(network)).isTrustedProxy(InetAddress.ofLiteral(address)))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "10.0.0.0/33", "10.0.0.0/-1", "", "1.2.3.4.5"})
  void whatIsNoNetworkIsRefusedAtTheStart(String network) {
    assertThatThrownBy(() -> new Clients(List.of(network)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neitherThisMachineNorAProxyHasAShareOfItsOwn() {
    Clients clients = new Clients(List.of("10.1.2.3"));

    assertThat(clients.holder(InetAddress.ofLiteral("127.0.0.1"))).isNull();
    assertThat(clients.holder(InetAddress.ofLiteral("::1"))).isNull();
    assertThat(clients.holder(InetAddress.ofLiteral("10.1.2.3"))).isNull();
    assertThat(clients.holder(InetAddress.ofLiteral("10.1.2.4"))).isEqualTo("10.1.2.4");
  }
}
