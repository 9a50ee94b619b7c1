package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.NotificationDecision;
import info.powow.domain.notification.Verdict;
import info.powow.eventlog.json.EventJson;
import info.powow.notify.outbox.JournalEntry;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.Share;
import info.powow.notify.push.AppPush;
import info.powow.notify.push.AppPushSender;
import info.powow.notify.push.PushOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a row to a push service, and updates the row by the outcome.
final class PushDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(PushDelivery.class);
  private static final Duration SENDING = Duration.ofMinutes(1);
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
  private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
  private static final Duration OUR_FAULT = Duration.ofMinutes(5);

  /// The length that all payloads are padded to.
  static final int LENGTH = 3_000;

  /// The length of the payload that is sent if a push service finds the first one too long.
  static final int BARE_LENGTH = 400;

  private final Outbox outbox;
  private final People people;
  private final PayloadSender browsers;
  private final AppPushSender apps;
  private final AppPushIds ids;
  private final NotificationMetrics metrics;
  private final EventJson json;
  private final Clock clock;
  private final Share share;

  PushDelivery(
      Outbox outbox,
      People people,
      PayloadSender browsers,
      AppPushSender apps,
      AppPushIds ids,
      NotificationMetrics metrics,
      EventJson json,
      Share share,
      Clock clock) {
    this.outbox = outbox;
    this.people = people;
    this.browsers = browsers;
    this.apps = apps;
    this.ids = ids;
    this.metrics = metrics;
    this.json = json;
    this.share = share;
    this.clock = clock;
  }

  /// Sends a row, unless it is too old or another process has changed it.
  ///
  /// @param in the conversation, for the journal; null if the row is not about one
  void send(
      OutboxRow row,
      @Nullable ConversationId in,
      Device.Registered device,
      Payload payload,
      boolean urgent) {
    Instant now = clock.instant();
    Duration left = Duration.between(now, row.since().plus(NotificationDecision.TIME_TO_LIVE));
    if (!left.isPositive()) {
      note(row, in, "dropped", Verdict.EXPIRED);
      boolean unused = outbox.replace(row, null);
      return;
    }
    Long epoch = share.claims().get(row.segment(outbox.segments()));
    if (epoch == null) {
      // Another process has the row.
      return;
    }
    OutboxRow sending = row.sending(epoch, now.plus(SENDING));
    if (!outbox.replace(row, sending)) {
      return;
    }
    finish(sending, in, device, hand(sending, device, payload, now.plus(left), urgent));
  }

  private PushOutcome hand(
      OutboxRow row, Device.Registered device, Payload payload, Instant expires, boolean urgent) {
    return switch (device.kind()) {
      case WEB -> {
        Duration left = Duration.between(clock.instant(), expires);
        PushOutcome outcome = push(device, encode(payload), LENGTH, payload.tag(), left, urgent);
        yield outcome instanceof PushOutcome.TooLarge
            ? push(device, json.encode(payload.bare()), BARE_LENGTH, payload.tag(), left, urgent)
            : outcome;
      }
      // The push contains nothing of the payload: the app requests it.
      case APNS, FCM -> apps.send(device, new AppPush(ids.of(row), payload.tag(), expires, urgent));
    };
  }

  private PushOutcome push(
      Device.Registered device,
      byte[] body,
      int length,
      String topic,
      Duration left,
      boolean urgent) {
    return browsers.send(device, body, length, topic, left, urgent).join();
  }

  /// Encodes as much as fits: leaves out first what was cleared, then the text.
  private byte[] encode(Payload payload) {
    byte[] whole = json.encode(payload);
    if (whole.length <= LENGTH) {
      return whole;
    }
    byte[] shorter = json.encode(payload.shorter());
    return shorter.length <= LENGTH ? shorter : json.encode(payload.bare());
  }

  private void finish(
      OutboxRow sending,
      @Nullable ConversationId in,
      Device.Registered device,
      PushOutcome outcome) {
    Instant now = clock.instant();
    metrics.delivered(device.kind(), outcome.name(), Duration.between(sending.since(), now));
    switch (outcome) {
      case PushOutcome.Sent _ -> {
        note(sending, in, outcome.name(), null);
        outbox.save(device.id(), outbox.health(device.id()).succeeded(now));
        boolean unused = outbox.replace(sending, null);
      }
      case PushOutcome.Gone _ -> {
        note(sending, in, outcome.name(), null);
        people.prune(device.id(), device.registeredAt());
        boolean unused = outbox.replace(sending, null);
      }
      case PushOutcome.Forbidden _, PushOutcome.TooLarge _, PushOutcome.Unconfigured _ -> {
        note(sending, in, outcome.name(), null);
        outbox.save(device.id(), outbox.health(device.id()).failed(now));
        boolean unused = outbox.replace(sending, null);
      }
      case PushOutcome.Refused refused -> {
        LOG.error(
            "Push service {} refuses this server with {}: look at {}",
            device.kind() == DeviceKind.WEB ? device.origin() : device.kind(),
            refused.status(),
            switch (device.kind()) {
              case WEB -> "powow.push.subject and at its keys";
              case APNS -> "powow.notify.apns";
              case FCM -> "powow.notify.fcm";
            });
        note(sending, in, outcome.name(), null);
        outbox.save(device.id(), outbox.health(device.id()).failed(now));
        boolean unused = outbox.replace(sending, sending.later(now.plus(OUR_FAULT), true));
      }
      case PushOutcome.Failed failed -> {
        outbox.save(device.id(), outbox.health(device.id()).failed(now));
        Duration wait = failed.retryAfter();
        boolean unused =
            outbox.replace(
                sending,
                sending.later(now.plus(wait == null ? backoff(sending.attempts()) : wait), true));
      }
      case PushOutcome.Paused paused -> {
        boolean unused = outbox.replace(sending, sending.later(now.plus(paused.pause()), false));
      }
    }
  }

  private static Duration backoff(int attempts) {
    Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(attempts, 12));
    return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
  }

  /// Records the outcome of a row in the journal.
  void note(OutboxRow row, @Nullable ConversationId in, String step, @Nullable Verdict verdict) {
    if (in != null) {
      outbox.commit(
          List.of(),
          List.of(
              new JournalEntry(
                  in,
                  row.position(),
                  row.person(),
                  clock.instant(),
                  step,
                  verdict,
                  null,
                  row.device())));
    }
  }
}
