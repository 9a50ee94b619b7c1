package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.WireEvent;
import info.powow.socket.stomp.OutgoingMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what a device missed from the log, and sends it as fast as the device takes it.
///
/// What somebody may see follows from their own coming and going in the log itself, so that nothing
/// is sent of the time between, however they come back.
final class LogCatchUp implements CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(LogCatchUp.class);
  private static final int MAX_BATCH = 64;
  private static final int MAX_BATCH_BYTES = 32_768;

  private final ConversationLog log;
  private final EventJson json;
  private final PushLimits limits;
  private final Executor threads;
  private final AtomicLong markers = new AtomicLong();

  /// @param threads may wait: a thread for each device that catches up
  LogCatchUp(ConversationLog log, EventJson json, PushLimits limits, Executor threads) {
    this.log = log;
    this.json = json;
    this.limits = limits;
    this.threads = threads;
  }

  @Override
  public void head(LongConsumer known, Runnable failed) {
    threads.execute(() -> {
      long head;
      try {
        head = log.head();
      } catch (RuntimeException e) {
        LOG.warn("the log cannot say where it ends", e);
        failed.run();
        return;
      }
      known.accept(head);
    });
  }

  @Override
  public void start(
      Subscription subscription, List<Part> parts, BiConsumer<Subscription, @Nullable Sent> done) {
    threads.execute(() -> {
      Sent sent = null;
      try {
        sent = new Sent(new Run(subscription).send(parts), log.head());
      } catch (DeviceGone _) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("could not read from the log what a device missed", e);
      }
      done.accept(subscription, sent);
    });
  }

  @Override
  public byte[] marker(Subscription subscription) {
    String id = "caughtUp~" + markers.incrementAndGet();
    return new OutgoingMessage(id, wire(new ResumeMark.CaughtUp())).frame(subscription.head());
  }

  private byte[] wire(ResumeMark mark) {
    return WireEvent.withoutPosition(mark.getClass().getSimpleName(), json.encode(mark));
  }

  /// One device catching up.
  private final class Run {
    private final Subscription subscription;
    private final Subscriber device;
    private final PersonId person;
    private final Map<ConversationId, Long> sent = new HashMap<>();
    private final List<byte[]> batch = new ArrayList<>(MAX_BATCH);
    private int batchBytes;

    Run(Subscription subscription) {
      this.subscription = subscription;
      this.device = subscription.subscriber();
      this.person = device.person();
    }

    /// @return up to where each conversation was sent, or had before
    Map<ConversationId, Long> send(List<Part> parts) {
      for (Part part : parts) {
        if (part.member()) {
          sendToMember(part);
        } else if (part.has() != null) {
          // The push side may only be about to learn that they are a member again.
          long has = Math.min(part.has(), log.last(part.conversation()));
          sent.put(part.conversation(), has);
          sendToFormerMember(part.conversation(), has + 1, Long.MAX_VALUE);
        }
      }
      flush();
      return sent;
    }

    private void sendToMember(Part part) {
      ConversationId conversation = part.conversation();
      long last = log.last(conversation);
      long visibleFrom = part.fresh() && showsHistory(conversation) ? 0 : part.visibleFrom();
      long from;
      if (part.has() == null) {
        from = Math.max(visibleFrom, last - limits.unnamed() + 1);
      } else {
        long has = Math.min(part.has(), last);
        sent.put(conversation, has);
        from = has + 1;
        if (from < visibleFrom) {
          // They were here before, went, and came back.
          sendToFormerMember(conversation, from, visibleFrom - 1);
          from = visibleFrom;
        }
        if (last - from >= limits.resume()) {
          long firstSent = last - limits.resume() + 1;
          sendGap(conversation, from, firstSent - 1);
          from = firstSent;
        }
      }
      if (from <= last) {
        sendWhatMembersSee(conversation, from);
      }
    }

    private void sendWhatMembersSee(ConversationId conversation, long from) {
      Iterator<LoggedEvent> events = log.read(conversation, from);
      List<LoggedEvent> whileAway = null;
      while (events.hasNext()) {
        LoggedEvent event = events.next();
        sent.merge(conversation, event.position(), Math::max);
        if (whileAway == null) {
          send(conversation, event);
          whileAway = leaves(event) ? new ArrayList<>() : null;
        } else if (comes(event)) {
          if (showsHistory(conversation)) {
            whileAway.forEach(missed -> send(conversation, missed));
          }
          whileAway = null;
          send(conversation, event);
        } else if (whileAway.size() < limits.resume()) {
          whileAway.add(event);
        }
      }
    }

    /// Sends what the person could see as a member, which is known from their first going or coming
    /// in that part: who goes was there before.
    private void sendToFormerMember(ConversationId conversation, long from, long to) {
      if (from > log.last(conversation)) {
        return;
      }
      Iterator<LoggedEvent> events = log.read(conversation, from);
      List<LoggedEvent> before = new ArrayList<>();
      boolean decided = false;
      boolean there = false;
      for (int read = 0; events.hasNext(); read++) {
        LoggedEvent event = events.next();
        if (event.position() > to) {
          break;
        }
        if (read == limits.resume()) {
          if (there || !decided) {
            sendGapIfKnown(conversation, event.position(), to, decided);
          }
          break;
        }
        if (!decided) {
          before.add(event);
          if (leaves(event)) {
            before.forEach(missed -> send(conversation, missed));
            decided = true;
          } else if (comes(event)) {
            send(conversation, event);
            decided = true;
            there = true;
          }
        } else if (there) {
          send(conversation, event);
          there = !leaves(event);
        } else if (comes(event)) {
          send(conversation, event);
          there = true;
        }
        if (decided) {
          sent.merge(conversation, event.position(), Math::max);
        }
      }
    }

    /// HTTP knows what of the gap the person may see.
    private void sendGapIfKnown(ConversationId conversation, long from, long to, boolean wasThere) {
      if (wasThere || to != Long.MAX_VALUE) {
        sendGap(conversation, from, to == Long.MAX_VALUE ? log.last(conversation) : to);
      }
    }

    private boolean leaves(LoggedEvent event) {
      return switch (event.payload()) {
        case MemberLeft left -> left.personId().equals(person);
        case MemberRemoved removed -> removed.personId().equals(person);
        default -> false;
      };
    }

    private boolean comes(LoggedEvent event) {
      return switch (event.payload()) {
        case MemberJoined joined -> joined.personId().equals(person);
        case MemberAdded added -> added.personId().equals(person);
        case ConversationEvent.DirectOpened opened -> opened.members().contains(person);
        case GroupCreated created -> created.members().contains(person);
        default -> false;
      };
    }

    private boolean showsHistory(ConversationId conversation) {
      Iterator<LoggedEvent> events = log.read(conversation, 0);
      return events.hasNext()
          && events.next().payload() instanceof GroupCreated created
          && created.history();
    }

    private void send(ConversationId conversation, LoggedEvent event) {
      send(Fanout.id(conversation, event.position()), event.wire().get());
    }

    private void sendGap(ConversationId conversation, long from, long to) {
      send(
          "gap~" + conversation.value() + '~' + from + '~' + to,
          wire(new ResumeMark.Gap(conversation, from, to)));
    }

    private void send(String id, byte[] json) {
      byte[] frame = new OutgoingMessage(id, json).frame(subscription.head());
      batch.add(frame);
      batchBytes += frame.length;
      if (batch.size() == MAX_BATCH || batchBytes >= MAX_BATCH_BYTES) {
        flush();
      }
    }

    private void flush() {
      if (batch.isEmpty()) {
        return;
      }
      if (!device.awaitRoom()) {
        throw new DeviceGone();
      }
      device.send(batch);
      batch.clear();
      batchBytes = 0;
    }
  }

  /// Nobody is there to be sent the rest.
  private static final class DeviceGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeviceGone() {
      super("the device has gone", null, false, false);
    }
  }
}
