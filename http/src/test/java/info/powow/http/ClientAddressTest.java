package info.powow.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTest {
  @Test
  void anIpv4AddressCountsAsItIs() {
    assertThat(ClientAddress.of("203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(ClientAddress.of("::ffff:203.0.113.9")).isEqualTo("203.0.113.9");
  }

  @Test
  void theNetworkOfAnIpv6AddressCounts() {
    String network = ClientAddress.of("2001:db8:1:2:3:4:5:6");

    assertThat(ClientAddress.of("[2001:db8:1:2::9]")).isEqualTo(network);
    assertThat(ClientAddress.of("2001:db8:1:2::9%eth0")).isEqualTo(network);
    assertThat(ClientAddress.of("2001:db8:1:3::9")).isNotEqualTo(network);
  }

  @Test
  void whatIsNoAddressCountsAsItIsWritten() {
    assertThat(ClientAddress.of("unknown")).isEqualTo("unknown");
    assertThat(ClientAddress.of("")).isEqualTo("");
  }
}
