package info.powow.notify.boot;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.Verdict;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.identity.SignedIn;
import info.powow.notify.delivery.Deliveries;
import info.powow.notify.delivery.People;
import info.powow.notify.delivery.PushContent;
import info.powow.notify.outbox.DeviceHealth;
import info.powow.notify.outbox.JournalEntry;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.push.AppPushSenders;
import info.powow.notify.webpush.VapidKeys;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Answers what a person may know about their devices, and about what they were notified of.
@RestController
@io.swagger.v3.oas.annotations.tags.Tag(name = "Notifications")
class DeliveryController {
  private final EventSource log;
  private final Outbox outbox;
  private final People people;
  private final VapidKeys keys;
  private final AppPushSenders apps;
  private final Deliveries deliveries;
  private final Clock clock;

  DeliveryController(
      EventSource log,
      Outbox outbox,
      People people,
      VapidKeys keys,
      AppPushSenders apps,
      Deliveries deliveries,
      Clock clock) {
    this.log = log;
    this.outbox = outbox;
    this.people = people;
    this.keys = keys;
    this.apps = apps;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /// @param publicKey in base64url, as a browser takes it to subscribe
  /// @param kinds of devices that this server can notify; a device of another kind gets nothing
  record PushKey(String keyId, String publicKey, Set<DeviceKind> kinds) {}

  @Operation(summary = "The key with which a browser subscribes, and which devices can be notified")
  @GetMapping("/api/push/key")
  PushKey pushKey(SignedIn me) {
    return new PushKey(keys.current().id(), keys.current().publicKey(), apps.kinds());
  }

  /// @param keyId absent of an app
  /// @param lastSuccess absent before the first message arrived
  /// @param failingSince absent while sending to it works
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PushDevice(
      DeviceId deviceId,
      DeviceKind kind,
      String label,
      @Nullable String keyId,
      Instant addedAt,
      @Nullable Instant lastSuccess,
      @Nullable Instant failingSince) {}

  record PushDevices(List<PushDevice> devices) {}

  @Operation(summary = "My devices that are told of what I miss, the newest first")
  @GetMapping("/api/me/devices")
  PushDevices myDevices(SignedIn me) {
    return new PushDevices(
        available(() -> people.devices(me.person())).stream().map(this::shown).toList());
  }

  private PushDevice shown(Device.Registered device) {
    DeviceHealth health = available(() -> outbox.health(device.id()));
    return new PushDevice(
        device.id(),
        device.kind(),
        device.label(),
        device.keyId(),
        device.registeredAt(),
        health.lastSuccess(),
        health.failingSince());
  }

  record TestStarted() {}

  @Operation(summary = "Sends a message to one of my devices, to see whether it arrives")
  @PostMapping("/api/me/devices/{id}/test")
  @ResponseStatus(HttpStatus.ACCEPTED)
  TestStarted test(SignedIn me, @PathVariable String id) {
    DeviceId device = new DeviceId(id);
    if (available(() -> people.devices(me.person())).stream()
        .noneMatch(mine -> mine.id().equals(device))) {
      throw new Rejected(Reason.DEVICE_NOT_FOUND);
    }
    Instant now = clock.instant();
    OutboxRow row =
        new OutboxRow(
            OutboxRow.testKey(me.person(), device),
            1,
            OutboxRow.Kind.TEST,
            me.person(),
            null,
            0,
            device,
            null,
            now,
            now,
            0,
            0);
    OutboxRow unused =
        available(() -> {
          outbox.commit(List.of(row), List.of());
          return row;
        });
    deliveries.wake();
    return new TestStarted();
  }

  @Operation(
      summary = "What an app shows for a push, as of now",
      description = "`id` is that of the push. `nothing` takes away what is shown.")
  @GetMapping("/api/me/pushes/{id}")
  PushContent push(SignedIn me, @PathVariable String id) {
    return available(() -> deliveries.content(me.person(), id));
  }

  /// One decision.
  ///
  /// @param decision `push`, `wait`, `digest` or `nothing`
  /// @param until when to decide again; absent unless the decision is `wait`
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NotificationStep(
      String decision, @Nullable Verdict reason, Instant at, @Nullable Instant until) {}

  /// The outcome of sending to one device.
  ///
  /// @param reason why it was dropped; absent otherwise
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NotificationDelivery(
      DeviceId deviceId, String outcome, Instant at, @Nullable Verdict reason) {}

  /// @param decision the last one; absent if there was none, or if it is older than 90 days
  /// @param reason of the last decision
  /// @param steps all of them
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NotificationOfMessage(
      @Nullable String decision,
      @Nullable Verdict reason,
      @Nullable Instant at,
      List<NotificationStep> steps,
      List<NotificationDelivery> deliveries) {}

  @Operation(summary = "Why I was notified of a message, or not")
  @GetMapping("/api/conversations/{id}/messages/{position}/notification")
  NotificationOfMessage notification(
      SignedIn me, @PathVariable String id, @PathVariable long position) {
    ConversationId in = new ConversationId(id);
    List<LoggedEvent> found = position < 0 ? List.of() : log.read(in.value(), position, 1);
    MessageSent sent =
        !found.isEmpty() && found.getFirst().event() instanceof MessageSent message
            ? message
            : null;
    if (sent != null && sent.sender().equals(me.person())) {
      return new NotificationOfMessage("nothing", Verdict.OWN, sent.at(), List.of(), List.of());
    }
    if (sent == null || !sees(me, in, position, sent)) {
      // A message that does not exist and one that the caller may not see look the same.
      throw new Rejected(Reason.MESSAGE_NOT_FOUND);
    }
    List<JournalEntry> journal =
        available(() -> outbox.journal(in, position, me.person())).stream()
            // The recipient must not learn of the block. It looks as if nothing was decided yet.
            .filter(entry -> entry.verdict() != Verdict.BLOCKED_BY_AUTHOR)
            .toList();
    List<JournalEntry> decisions =
        journal.stream().filter(entry -> entry.device() == null).toList();
    JournalEntry last = decisions.isEmpty() ? null : decisions.getLast();
    return new NotificationOfMessage(
        last == null ? null : last.step(),
        last == null ? null : last.verdict(),
        last == null ? null : last.at(),
        decisions.stream()
            .map(entry ->
                new NotificationStep(entry.step(), entry.verdict(), entry.at(), entry.until()))
            .toList(),
        journal.stream().flatMap(DeliveryController::delivery).toList());
  }

  private static java.util.stream.Stream<NotificationDelivery> delivery(JournalEntry entry) {
    DeviceId device = entry.device();
    return device == null
        ? java.util.stream.Stream.empty()
        : java.util.stream.Stream.of(
            new NotificationDelivery(device, entry.step(), entry.at(), entry.verdict()));
  }

  private boolean sees(SignedIn me, ConversationId in, long position, MessageSent sent) {
    Recipients found =
        available(() ->
            people.recipients(
                new FindRecipients(in, position, sent.sender(), Set.of(me.person()))));
    return found.people().stream().anyMatch(one -> one.recipient().member());
  }

  static <T> T available(Supplier<T> question) {
    try {
      return question.get();
    } catch (People.Unavailable | Outbox.Unavailable e) {
      throw new Rejected(Reason.NOTIFICATIONS_UNAVAILABLE);
    }
  }
}
