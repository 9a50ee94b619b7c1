package info.powow.domain.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.org",
        "Ada.Lovelace+powow@mail.example.org",
        "o'hara@example.co.uk",
        "x@xn--bcher-kva.example"
      })
  void whatPeopleUseIsTaken(String text) {
    assertThat(new MailAddress(text).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example",
        "ada@localhost",
        "ada@127.0.0.1",
        "ada@[127.0.0.1]",
        "ada@-example.org",
        "ada@example..org",
        ".ada@example.org",
        "ada.@example.org",
        "a da@example.org",
        "\"a da\"@example.org",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org\n",
        "ada@example.org,eve@example.org",
        "Ada <ada@example.org>",
        "ad\u00e4@example.org",
        "ada@ex\u00e4mple.org"
      })
  void whatIsNoneOrCouldBeMoreIsRefused(String text) {
    assertThatThrownBy(() -> new MailAddress(text))
        .asInstanceOf(InstanceOfAssertFactories.type(Rejected.class))
        .satisfies(refusal -> {
          assertThat(refusal.reason()).isEqualTo(Reason.INVALID_MAIL_ADDRESS);
          assertThat(refusal.error()).isNotNull();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 10_000_000})
  void whatIsTooLongIsRefusedWithoutReadingIt(int length) {
    String text = "a@" + "b".repeat(length - 6) + ".org";

    assertThatThrownBy(() -> new MailAddress(text)).isInstanceOf(Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(strings = "Ada@EXAMPLE.org")
  void domainsHaveNoCase(String text) {
    assertThat(new MailAddress(text)).isEqualTo(new MailAddress("Ada@example.org"));
    assertThat(new MailAddress(text)).doesNotHaveToString("Ada@example.org");
  }
}
