package info.powow.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginGuardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "https://chat.example.org",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "chrome-extension://abcdefghij",
        "http://xn--bcher-kva.example",
      })
  void whatBrowsersSendIsAnOrigin(String origin) {
    assertThat(OriginGuard.isOrigin(origin)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a:b",
        "http://",
        "http://a:999999",
        "//a",
        "",
        "http://a/",
        "http://a b",
        "http://user@a",
        "http://[zz]",
        "http://a\u0000",
        "http://a%",
      })
  void anythingElseIsNone(String origin) {
    assertThat(OriginGuard.isOrigin(origin)).isFalse();
  }
}
