package info.powow.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import info.powow.identity.MailLinks.Confirmation;
import info.powow.identity.MailLinks.Origin;
import info.powow.identity.MailLinks.Unsubscription;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MailLinksTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final PersonId ADA = new PersonId("p00000000000000000000000000000ada");
  private final MailLinks links = links((byte) 1);

  private static MailLinks links(byte secret) {
    byte[] bytes = new byte[32];
    bytes[0] = secret;
    return new MailLinks(InstallationSecret.of(Base64.getEncoder().encodeToString(bytes), null));
  }

  @Test
  void whatWasSealedIsOpened() {
    Confirmation confirmation = new Confirmation(ADA, AT, MailLanguage.AR);
    Unsubscription unsubscription = new Unsubscription(ADA, MailTopic.NEWS, MailLanguage.PL);
    Origin origin = new Origin(new PersonId("p".repeat(64)), AT);

    assertThat(links.confirmation(links.seal(confirmation))).isEqualTo(confirmation);
    assertThat(links.unsubscription(links.seal(unsubscription))).isEqualTo(unsubscription);
    assertThat(links.origin(links.seal(origin, "m".repeat(40)))).isEqualTo(origin);
  }

  /// Mail that is sent again after a crash is the same mail.
  @Test
  void theSameContentHasTheSameToken() {
    Unsubscription unsubscription = new Unsubscription(ADA, MailTopic.NEWS, MailLanguage.PL);
    String token = links.seal(unsubscription);

    assertThat(links.seal(unsubscription)).isEqualTo(token);
    assertThat(links.seal(new Unsubscription(ADA, MailTopic.DIGEST, MailLanguage.PL)))
        .hasSameSizeAs(token)
        .isNotEqualTo(token);
    assertThat(token).matches("[A-Za-z0-9_-]+").doesNotContain("ada");
  }

  @Test
  void whatIsForSomethingElseOrFromSomebodyElseIsRefused() {
    String confirmation = links.seal(new Confirmation(ADA, AT, MailLanguage.EN));
    char first = confirmation.charAt(30);
    String changed =
        confirmation.substring(0, 30) + (first == 'A' ? 'B' : 'A') + confirmation.substring(31);

    for (String token : List.of("", "x", "\u00e4", "A".repeat(100_000), changed)) {
      refused(() -> links.confirmation(token));
    }
    refused(() -> links.unsubscription(confirmation));
    refused(() -> links.origin(confirmation));
    refused(() -> links((byte) 2).confirmation(confirmation));
  }

  private static void refused(ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .asInstanceOf(InstanceOfAssertFactories.type(Rejected.class))
        .extracting(Rejected::reason)
        .isEqualTo(Reason.LINK_EXPIRED);
  }
}
