package info.powow.projection.skipped;

import static info.powow.projection.Sample.ADA;
import static info.powow.projection.Sample.CHAT;
import static info.powow.projection.Sample.at;
import static info.powow.projection.Sample.chat;
import static info.powow.projection.Sample.sent;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.mail.MailEvent.MailConsentChanged;
import info.powow.domain.mail.MailTopic;
import info.powow.domain.operation.OperationEvent.EventSkipped;
import info.powow.domain.operation.Operations;
import info.powow.projection.MemoryLog;
import info.powow.projection.ViewsFixture;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projector;
import info.powow.projector.ProjectorOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// An operator skips an event that the views cannot apply.
class SkippedEventsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String MAIL = "mail:ada";

  private final MemoryLog log = new MemoryLog();

  private static EventSkipped skip(String projection, String stream, long sequence) {
    return new EventSkipped(
        projection, stream, sequence, "MessageSent", ADA, "Cannot be read any more", at(9));
  }

  private static MailConsentChanged consent(MailTopic topic) {
    return new MailConsentChanged(ADA, topic, true, at(1));
  }

  private static boolean retry(Projector projector, String stream) throws Exception {
    return projector.retry(stream).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void theStreamContinuesAndStaysSkippedInEveryRebuild() throws Exception {
    log.append(chat(), sent(CHAT, ADA, "one", 1), consent(MailTopic.DIGEST));
    log.appendUnreadable(CHAT.value());
    log.appendUnreadable(MAIL);
    log.append(sent(CHAT, ADA, "three", 3), consent(MailTopic.NEWS));
    try (ViewsFixture fixture = new ViewsFixture();
        Projector projector = fixture.projector(log, ProjectorOptions.DEFAULT)) {
      projector.start();
      assertThat(projector.awaitReached(log.head(), TIMEOUT)).isTrue();
      assertThat(projector.deadLetters())
          .extracting(DeadLetter::sequence)
          .containsExactlyInAnyOrder(2L, 1L);

      log.append(skip("search", CHAT.value(), 2), skip("views", CHAT.value(), 3));
      assertThat(retry(projector, CHAT.value())).as("others are skipped").isFalse();
      log.append(skip("views", CHAT.value(), 2), skip("views", MAIL, 1));
      assertThat(retry(projector, CHAT.value())).isTrue();
      assertThat(retry(projector, MAIL)).isTrue();
      log.append(sent(CHAT, ADA, "four", 4));
      assertThat(projector.awaitReached(log.head(), TIMEOUT)).isTrue();

      assertThat(projector.deadLetters()).isEmpty();
      String views = fixture.canonical().toString();
      assertThat(views).contains("one", "four", "news", "digest").doesNotContain("three");
      try (ViewsFixture rebuilt = new ViewsFixture();
          Projector again = rebuilt.projector(log, ProjectorOptions.DEFAULT)) {
        again.start();
        assertThat(again.awaitReached(log.head(), TIMEOUT)).isTrue();
        assertThat(again.deadLetters()).isEmpty();
        assertThat(rebuilt.canonical()).isEqualTo(fixture.canonical());
      }
    }
  }

  /// It is skipped on another node, before this one gets to it.
  @Test
  void anEventThatWasSkippedMeanwhileDoesNotStopItsStream() throws Exception {
    log.append(chat());
    try (ViewsFixture fixture = new ViewsFixture();
        Projector projector = fixture.projector(log, ProjectorOptions.DEFAULT)) {
      projector.start();
      assertThat(projector.awaitReached(log.head(), TIMEOUT)).isTrue();
      log.append(skip("views", CHAT.value(), 1));
      log.appendUnreadable(CHAT.value());
      log.append(sent(CHAT, ADA, "two", 2));
      assertThat(projector.awaitReached(log.head(), TIMEOUT)).isTrue();

      assertThat(projector.deadLetters()).isEmpty();
      assertThat(fixture.canonical().toString()).contains("two");
    }
  }

  /// For example, written by a newer version.
  @Test
  void anUnreadableSkipStopsNoOtherStream() throws Exception {
    log.append(chat());
    log.appendUnreadable(Operations.STREAM);
    log.append(skip("views", CHAT.value(), 1));
    log.appendUnreadable(CHAT.value());
    log.append(sent(CHAT, ADA, "two", 2));
    try (ViewsFixture fixture = new ViewsFixture();
        Projector projector = fixture.projector(log, ProjectorOptions.DEFAULT)) {
      projector.start();
      assertThat(projector.awaitReached(log.head(), TIMEOUT)).isTrue();

      assertThat(projector.deadLetters())
          .extracting(DeadLetter::stream)
          .isSubsetOf(Operations.STREAM);
      assertThat(fixture.canonical().toString()).contains("two");
    }
  }
}
