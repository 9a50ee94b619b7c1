package info.powow.command.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceNamesTest {
  @Test
  void aDeviceIsCalledByItsBrowserAndSystem() {
    assertThat(
            DeviceNames.of(
                "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"))
        .isEqualTo("Firefox on Linux");
    assertThat(
            DeviceNames.of(
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"))
        .isEqualTo("Chrome on Android");
    assertThat(
            DeviceNames.of(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"))
        .isEqualTo("Safari on iPhone");
  }

  @Test
  void whatSaysNothingIsUnknown() {
    assertThat(DeviceNames.of(null)).isEqualTo("Unknown device");
    assertThat(DeviceNames.of("curl/8")).isEqualTo("Unknown device");
  }
}
