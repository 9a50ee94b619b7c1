package info.powow.socket.notification;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.notification.InAppMessage.Clear;
import info.powow.domain.notification.InAppMessage.Notify;
import info.powow.domain.notification.Relevance;
import info.powow.domain.notification.TellConnected;
import info.powow.domain.notification.TellConnected.Told;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.socket.push.Outbox;
import info.powow.socket.push.Subscriber;
import info.powow.socket.push.Subscription;
import info.powow.socket.push.Topic;
import info.powow.socket.stomp.MessageHead;
import info.powow.socket.stomp.StompVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InAppNotificationsTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final ConversationId CHAT = new ConversationId("chat");

  private final InAppNotifications notifications =
      new InAppNotifications(new Outbox(), new EventJson(EventTypes.builder().build()));

  @Test
  void everyDeviceThatListensIsTold() {
    Device phone = new Device(ADA);
    Device laptop = new Device(ADA);
    Device bobs = new Device(BOB);
    List.of(phone, laptop, bobs).forEach(device -> notifications.subscribe(device.listening));

    notifications.tell(
        new TellConnected(
            List.of(
                Told.of(ADA, new Notify("n1", CHAT, 7, Relevance.MENTION, 3)),
                Told.of(ADA, new Clear(CHAT, 7, 0)))));

    assertThat(phone.bodies)
        .containsExactly(
            "{\"type\":\"notify\",\"id\":\"n1\",\"conversationId\":\"chat\",\"position\":7,\"reason\":\"mention\",\"badge\":3}",
            "{\"type\":\"clear\",\"conversationId\":\"chat\",\"upTo\":7,\"badge\":0}");
    assertThat(laptop.bodies).isEqualTo(phone.bodies);
    assertThat(bobs.bodies).isEmpty();
  }

  @Test
  void whoHasGoneIsNotTold() {
    Device phone = new Device(ADA);
    Device laptop = new Device(ADA);
    notifications.subscribe(phone.listening);
    notifications.subscribe(laptop.listening);
    notifications.unsubscribe(phone.listening);
    notifications.closed(laptop);

    notifications.tell(new TellConnected(List.of(Told.of(ADA, new Clear(CHAT, 7, 0)))));

    assertThat(phone.bodies).isEmpty();
    assertThat(laptop.bodies).isEmpty();
  }

  @Test
  void aConnectionIsNotAttention() {
    Device phone = new Device(ADA);
    notifications.subscribe(phone.listening);

    assertThat(notifications.activeOf(Set.of(ADA, BOB))).isEmpty();
    notifications.attention(phone, true);
    assertThat(notifications.activeOf(Set.of(ADA, BOB))).containsExactly(ADA);
    notifications.attention(phone, false);
    assertThat(notifications.activeOf(Set.of(ADA))).isEmpty();
  }

  @Test
  void attentionEndsWithTheLastDeviceThatHasIt() {
    Device phone = new Device(ADA);
    Device laptop = new Device(ADA);
    notifications.attention(phone, true);
    notifications.attention(laptop, true);

    notifications.closed(phone);
    assertThat(notifications.activeOf(Set.of(ADA))).containsExactly(ADA);
    notifications.closed(laptop);
    assertThat(notifications.activeOf(Set.of(ADA))).isEmpty();
  }

  private static final class Device implements Subscriber {
    private final PersonId person;
    private final List<String> bodies = new ArrayList<>();
    private final Subscription listening;

    Device(PersonId person) {
      this.person = person;
      this.listening =
          new Subscription(
              this,
              "n",
              new Topic.Notifications(),
              MessageHead.of(StompVersion.V1_2, Topic.NOTIFICATIONS, "n"),
              Topic.NOTIFICATIONS,
              null,
              null);
    }

    @Override
    public PersonId person() {
      return person;
    }

    @Override
    public boolean keep(byte[] frame) {
      String text = new String(frame, StandardCharsets.UTF_8);
      bodies.add(text.substring(text.indexOf("\n\n") + 2, text.length() - 1));
      return false;
    }

    @Override
    public void flush() {}

    @Override
    public void send(List<byte[]> frames) {}

    @Override
    public boolean awaitRoom() {
      return true;
    }

    @Override
    public void subscribed(Subscription subscription) {}

    @Override
    public void refused(Subscription subscription, Reason reason) {}

    @Override
    public void overflowed() {}
  }
}
