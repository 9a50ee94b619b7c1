package info.powow.projection;

import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignEvent;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.domain.identity.AccountEvent;
import info.powow.domain.identity.SessionEvent;
import info.powow.domain.image.ImageEvent;
import info.powow.domain.mail.MailEvent;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.NotificationEvent;
import info.powow.domain.operation.OperationEvent;
import info.powow.domain.operation.Operations;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.domain.report.ReportEvent;
import info.powow.domain.report.Reports;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A log in memory that stores events as the real one does: as JSON.
public final class MemoryLog implements EventSource {
  private static final EventJson JSON = new EventJson(EventTypes.ofPowow());

  private static final byte[] NOTHING = {};

  private final List<LoggedEvent> events = new ArrayList<>();
  private final Map<String, Long> next = new HashMap<>();
  private boolean away;

  public MemoryLog append(Object... appended) {
    for (Object event : appended) {
      String stream = streamOf(event);
      store(stream, event.getClass().getSimpleName(), JSON.encode(event));
    }
    return this;
  }

  /// Appends an event that cannot be decoded.
  public void appendUnreadable(String stream) {
    store(stream, "MessageSent", new byte[] {'{', '!'});
  }

  private synchronized void store(String stream, String type, byte[] json) {
    long sequence = next.merge(stream, 1L, Long::sum) - 1;
    Entry entry =
        Entry.of(
            stream, "", sequence, stream + '~' + sequence, Instant.EPOCH, type, "1", json, NOTHING);
    events.add(
        new LoggedEvent(
            events.size() + 1, entry, stored -> JSON.decode(stored.type(), stored.payload())));
    notifyAll();
  }

  public synchronized void goAway(boolean isAway) {
    away = isAway;
    notifyAll();
  }

  public synchronized List<LoggedEvent> all() {
    return List.copyOf(events);
  }

  private static String streamOf(Object event) {
    return switch (event) {
      case ConversationEvent conversation -> conversation.conversationId().value();
      case ReadEvent read -> read.conversationId().value() + "~" + read.personId().value();
      case PersonEvent person -> person.personId().value();
      case ImageEvent image -> image.imageId().value();
      case AccountEvent account -> "account:" + account.handle().value();
      case SessionEvent session -> "sessions:" + session.personId().value();
      case GatheringEvent gathering -> gathering.gatheringId().value();
      case ServiceEvent service -> service.serviceId().value();
      case NotificationEvent change -> "notifications:" + change.personId().value();
      case DeviceEvent device -> "device:" + device.deviceId().value();
      case OperationEvent _ -> Operations.STREAM;
      case CampaignEvent campaign -> Campaign.streamOf(campaign.campaignId());
      case ReportEvent report -> Reports.streamOf(report.reporter());
      case MailEvent mail -> "mail:" + mail.personId().value();
      default -> throw new IllegalArgumentException("not an event: " + event);
    };
  }

  @Override
  public String epoch() {
    return "memory";
  }

  @Override
  public synchronized long head() {
    requireThere();
    return events.size();
  }

  private void requireThere() {
    if (away) {
      throw new IllegalStateException("the log is away");
    }
  }

  @Override
  public synchronized List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
    requireThere();
    return events.stream()
        .filter(event -> event.stream().equals(stream) && event.sequence() >= fromSequence)
        .limit(maxCount)
        .toList();
  }

  @Override
  public synchronized OptionalLong lastSequence(String stream) {
    requireThere();
    Long after = next.get(stream);
    return after == null ? OptionalLong.empty() : OptionalLong.of(after - 1);
  }

  @Override
  public Cursor openAfter(long index) {
    return new MemoryCursor(index);
  }

  private final class MemoryCursor implements Cursor {
    private int at;

    MemoryCursor(long index) {
      at = (int) index;
    }

    @Override
    public List<LoggedEvent> poll(int maxCount) {
      synchronized (MemoryLog.this) {
        requireThere();
        List<LoggedEvent> polled =
            List.copyOf(events.subList(at, Math.min(at + maxCount, events.size())));
        at += polled.size();
        return polled;
      }
    }

    @Override
    public void await(Duration timeout) throws InterruptedException {
      synchronized (MemoryLog.this) {
        if (at >= events.size()) {
          MemoryLog.this.wait(timeout.toMillis());
        }
      }
    }

    @Override
    public void whenAvailable(Runnable callback) {
      throw new UnsupportedOperationException("projections wait");
    }

    @Override
    public void close() {}
  }
}
