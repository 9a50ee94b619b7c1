package info.powow.domain.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.mail.MailCommand.ChangeMailAddress;
import info.powow.domain.mail.MailCommand.ChangeMailConsent;
import info.powow.domain.mail.MailCommand.ConfirmMailAddress;
import info.powow.domain.mail.MailCommand.RecordMailBounce;
import info.powow.domain.mail.MailCommand.RecordMailComplaint;
import info.powow.domain.mail.MailCommand.RemoveMailAddress;
import info.powow.domain.mail.MailCommand.Unsubscribe;
import info.powow.domain.mail.MailEvent.MailAddressAsked;
import info.powow.domain.mail.MailEvent.MailAddressConfirmed;
import info.powow.domain.mail.MailEvent.MailBounced;
import info.powow.domain.mail.MailEvent.MailComplained;
import info.powow.domain.mail.MailEvent.MailLanguageChanged;
import info.powow.domain.mail.MailEvent.MailUnsubscribed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final MailAddress HOME = new MailAddress("ada@example.org");
  private static final MailAddress WORK = new MailAddress("ada@work.example");
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  private Mailbox state = Mailbox.EMPTY;
  private Instant now = BEGIN;

  private List<MailEvent> when(MailCommand command) {
    List<MailEvent> events = Mailbox.decide(state, command, now);
    events.forEach(event -> state = Mailbox.evolve(state, event));
    return events;
  }

  private List<MailEvent> gives(MailAddress address) {
    return when(new ChangeMailAddress(ADA, address, MailLanguage.EN));
  }

  private void refused(MailCommand command, Reason reason) {
    assertThatThrownBy(() -> when(command))
        .asInstanceOf(InstanceOfAssertFactories.type(Rejected.class))
        .extracting(Rejected::reason)
        .isEqualTo(reason);
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  private void confirmed(MailAddress address) {
    gives(address);
    when(new ConfirmMailAddress(ADA, now));
    when(new ChangeMailConsent(ADA, MailTopic.DIGEST, true));
  }

  @Test
  void nothingGoesToAnAddressBeforeItIsConfirmed() {
    assertThat(gives(HOME)).containsExactly(new MailAddressAsked(ADA, HOME, MailLanguage.EN, now));
    when(new ChangeMailConsent(ADA, MailTopic.DIGEST, true));

    assertThat(state.forTopic(MailTopic.DIGEST)).isNull();
    assertThat(when(new ConfirmMailAddress(ADA, BEGIN)))
        .containsExactly(new MailAddressConfirmed(ADA, BEGIN, now));
    assertThat(state.forTopic(MailTopic.DIGEST)).isEqualTo(new Mailbox.Address(HOME, BEGIN, false));
  }

  @Test
  void onlyWhatWasAgreedToIsSent() {
    confirmed(HOME);

    assertThat(state.forTopic(MailTopic.DIGEST)).isNotNull();
    assertThat(state.forTopic(MailTopic.NEWS)).isNull();
  }

  @Test
  void confirmingTwiceIsConfirmingOnce() {
    confirmed(HOME);

    assertThat(when(new ConfirmMailAddress(ADA, BEGIN))).isEmpty();
  }

  @Test
  void aConfirmationIsOfOneAddressAndOfTwoDays() {
    gives(HOME);
    later(Duration.ofMinutes(5));
    gives(WORK);

    refused(new ConfirmMailAddress(ADA, BEGIN), Reason.LINK_EXPIRED);
    Instant second = now;
    later(Mailbox.CONFIRMATION);
    refused(new ConfirmMailAddress(ADA, second), Reason.LINK_EXPIRED);
    now = now.minusMillis(1);
    assertThat(when(new ConfirmMailAddress(ADA, second))).hasSize(1);
  }

  @Test
  void theOldAddressIsUsedUntilTheNewOneIsConfirmed() {
    confirmed(HOME);
    later(Duration.ofHours(1));
    gives(WORK);

    assertThat(state.forTopic(MailTopic.DIGEST))
        .extracting(Mailbox.Address::address)
        .isEqualTo(HOME);
    when(new ConfirmMailAddress(ADA, now));
    assertThat(state.forTopic(MailTopic.DIGEST))
        .extracting(Mailbox.Address::address)
        .isEqualTo(WORK);
  }

  /// Otherwise, anybody could fill the mailbox of somebody else.
  @Test
  void onlySoManyConfirmationsAreSentInADay() {
    for (int i = 0; i < Mailbox.MAX_CONFIRMATIONS; i++) {
      assertThat(gives(i % 2 == 0 ? HOME : WORK)).hasSize(1);
      when(new RemoveMailAddress(ADA));
      later(Duration.ofHours(1));
    }

    assertThatThrownBy(() -> gives(HOME))
        .asInstanceOf(InstanceOfAssertFactories.type(Rejected.class))
        .satisfies(refusal -> {
          assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS);
          assertThat(refusal.retryAfter()).isEqualTo(Duration.ofHours(19));
        });
    later(Duration.ofHours(19));
    assertThat(gives(HOME)).hasSize(1);
  }

  @Test
  void aRetryIsNoSecondRequest() {
    gives(HOME);
    later(Duration.ofSeconds(59));

    assertThat(gives(HOME)).isEmpty();
    later(Duration.ofSeconds(1));
    assertThat(gives(HOME)).hasSize(1);
  }

  @Test
  void anotherLanguageNeedsNoOtherConfirmation() {
    confirmed(HOME);

    assertThat(when(new ChangeMailAddress(ADA, HOME, MailLanguage.PL)))
        .containsExactly(new MailLanguageChanged(ADA, MailLanguage.PL, now));
    assertThat(when(new ChangeMailAddress(ADA, HOME, MailLanguage.PL))).isEmpty();
    assertThat(state.forTopic(MailTopic.DIGEST)).isNotNull();
  }

  @Test
  void unsubscribingStopsOneTopic() {
    confirmed(HOME);
    when(new ChangeMailConsent(ADA, MailTopic.NEWS, true));

    assertThat(when(new Unsubscribe(ADA, MailTopic.DIGEST)))
        .containsExactly(new MailUnsubscribed(ADA, MailTopic.DIGEST, now));
    assertThat(when(new Unsubscribe(ADA, MailTopic.DIGEST))).isEmpty();
    assertThat(state.forTopic(MailTopic.DIGEST)).isNull();
    assertThat(state.forTopic(MailTopic.NEWS)).isNotNull();
  }

  @Test
  void whatCameBackGetsNothingUntilItIsConfirmedAgain() {
    confirmed(HOME);

    assertThat(when(new RecordMailBounce(ADA, BEGIN)))
        .containsExactly(new MailBounced(ADA, BEGIN, now));
    assertThat(when(new RecordMailBounce(ADA, BEGIN))).isEmpty();
    assertThat(state.forTopic(MailTopic.DIGEST)).isNull();
    later(Duration.ofHours(1));
    confirmed(HOME);
    assertThat(state.forTopic(MailTopic.DIGEST)).isNotNull();
  }

  @Test
  void aConfirmationThatCameBackIsNotRepeated() {
    gives(HOME);
    assertThat(state.toConfirm(BEGIN, now)).isNotNull();
    when(new RecordMailBounce(ADA, BEGIN));

    assertThat(state.toConfirm(BEGIN, now)).isNull();
  }

  @Test
  void aLateBounceOfAnotherAddressSaysNothingAboutThisOne() {
    confirmed(HOME);
    later(Duration.ofHours(1));
    confirmed(WORK);

    assertThat(when(new RecordMailBounce(ADA, BEGIN))).isEmpty();
    assertThat(when(new RecordMailComplaint(ADA, now)))
        .containsExactly(new MailComplained(ADA, now, now));
    assertThat(state.forTopic(MailTopic.DIGEST)).isNull();
  }

  @Test
  void removingAnAddressRemovesWhatWasAgreedTo() {
    confirmed(HOME);
    when(new RemoveMailAddress(ADA));

    assertThat(state.confirmed()).isNull();
    assertThat(state.topics()).isEmpty();
    assertThat(when(new RemoveMailAddress(ADA))).isEmpty();
  }
}
