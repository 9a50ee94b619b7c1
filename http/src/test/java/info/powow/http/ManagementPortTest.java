package info.powow.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagementPortTest {
  @ParameterizedTest
  @CsvSource({"8080, 18080", "55535, 65535", "55536, 45536", "65535, 55535", "0, 0"})
  void itIsNeverThatOfEverybodyElse(int server, int management) {
    assertThat(ManagementPort.portFor(server)).isEqualTo(management);
  }
}
