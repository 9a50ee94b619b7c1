package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.Exit;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.PositionRange;
import info.powow.domain.conversation.TextHistories;
import info.powow.domain.conversation.Visibility;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.json.DisclosedEvent;
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
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the events that a device missed from the log, and sends them as fast as the device accepts
/// them.
///
/// Visibility is derived from the person's joining and leaving in the log itself, so nothing from
/// between is ever sent. Content that was deleted or edited since is left out ([TextHistories]).
final class LogCatchUp implements CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(LogCatchUp.class);
  private static final int MAX_BATCH = 64;
  private static final int MAX_BATCH_BYTES = 32_768;

  /// The part of a range to cache while the rest is examined; the part beyond is read twice.
  private static final long MAX_KEPT_BYTES = 262_144;

  private static final long EVENT_BYTES = 512;

  private final EventSource log;
  private final EventJson json;
  private final PushLimits limits;
  private final Executor threads;
  private final CatchUpTurns turns;
  private final AtomicLong markers = new AtomicLong();

  /// @param threads blocking threads: one for each device that catches up
  LogCatchUp(EventSource log, EventJson json, PushLimits limits, Executor threads) {
    this.log = log;
    this.json = json;
    this.limits = limits;
    this.threads = threads;
    this.turns = new CatchUpTurns(threads);
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
      Subscription subscription,
      List<Part> parts,
      @Nullable String epoch,
      BiConsumer<Subscription, @Nullable Sent> done) {
    turns.take(
        subscription.subscriber().person(),
        () -> {
          Sent sent = null;
          try {
            sent = new Sent(new Run(subscription).send(parts, epoch), log.head());
          } catch (DeviceGone _) {
            return;
          } catch (RuntimeException e) {
            LOG.warn("could not read from the log what a device missed", e);
          }
          done.accept(subscription, sent);
        });
  }

  @Override
  public void showsHistory(ConversationId conversation, Consumer<Boolean> known) {
    threads.execute(() -> {
      boolean shows;
      try {
        shows = showsHistory(conversation);
      } catch (RuntimeException e) {
        LOG.warn("the log cannot say whether a group shows its history", e);
        return;
      }
      known.accept(shows);
    });
  }

  private boolean showsHistory(ConversationId conversation) {
    List<LoggedEvent> first = log.read(conversation.value(), 0, 1);
    return !first.isEmpty()
        && first.getFirst().event() instanceof GroupCreated created
        && created.history();
  }

  private long last(ConversationId conversation) {
    return log.lastSequence(conversation.value()).orElse(-1);
  }

  @Override
  public byte[] marker(Subscription subscription) {
    String id = "caughtUp~" + markers.incrementAndGet();
    return new OutgoingMessage(id, wire(new ResumeMarker.CaughtUp())).frame(subscription.head());
  }

  private byte[] wire(ResumeMarker mark) {
    return WireEvent.withoutPosition(mark.getClass().getSimpleName(), json.encode(mark));
  }

  /// The catch-up of one device.
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

    /// @return the last position of each conversation that was sent, or that the device had before
    Map<ConversationId, Long> send(List<Part> named, @Nullable String epoch) {
      List<Part> parts = named;
      if (isOfAnotherEpoch(epoch) || isAhead(named)) {
        send("reset~" + markers.incrementAndGet(), wire(new ResumeMarker.Reset()));
        parts = named.stream().filter(Part::member).map(Part::anew).toList();
      }
      for (Part part : parts) {
        if (part.member()) {
          sendToMember(part);
        } else if (part.has() != null) {
          // The push side may not know yet that they are a member again.
          long has = Math.clamp(part.has(), -1, Math.max(-1, last(part.conversation())));
          sent.put(part.conversation(), has);
          sendToFormerMember(part.conversation(), has + 1);
        }
      }
      flush();
      return sent;
    }

    private boolean isOfAnotherEpoch(@Nullable String epoch) {
      String here = epoch == null ? null : log.epoch();
      return here != null && !here.equals(epoch);
    }

    /// Whether the device has events that the log does not have. Considers only the person's own
    /// conversations, because others would disclose how many events a conversation has.
    private boolean isAhead(List<Part> parts) {
      for (Part part : parts) {
        if (part.member() && part.has() != null && part.has() > last(part.conversation())) {
          return true;
        }
      }
      return false;
    }

    private void sendToMember(Part part) {
      ConversationId conversation = part.conversation();
      long last = last(conversation);
      long visibleFrom = part.fresh() && showsHistory(conversation) ? 0 : part.visibleFrom();
      long from;
      if (part.has() == null) {
        from = Math.max(visibleFrom, last - limits.unnamed() + 1);
      } else {
        long has = Math.max(part.has(), -1);
        sent.put(conversation, has);
        from = has + 1;
        if (from < visibleFrom) {
          // They were a member before, left, and rejoined.
          if (last - from < limits.resume()) {
            send(new Stretch(conversation, from, null));
            return;
          }
          sendGap(conversation, from, visibleFrom - 1);
          from = visibleFrom;
        }
        if (last - from >= limits.resume()) {
          long firstSent = last - limits.resume() + 1;
          sendGap(conversation, from, firstSent - 1);
          from = firstSent;
        }
      }
      if (from <= last) {
        Visibility visible = new Visibility(List.of(PositionRange.startingAt(visibleFrom)));
        send(new Stretch(conversation, from, visible));
      }
    }

    /// Sends what the person could see as a member.
    private void sendToFormerMember(ConversationId conversation, long from) {
      long last = last(conversation);
      if (from > last) {
        return;
      }
      if (last - from < limits.resume()) {
        send(new Stretch(conversation, from, null));
        return;
      }
      // The histories of these messages are too far away; clients read them over HTTP. That the
      // person was a member must be verified, though, because the answer discloses how many events
      // the conversation has.
      Stretch beginning = new Stretch(conversation, from, null);
      beginning.look(log.iterate(conversation.value(), from), limits.resume());
      beginning.visible().ranges().stream()
          .filter(range -> range.to() >= from)
          .forEach(range ->
              sendGap(
                  conversation,
                  Math.max(from, range.from()),
                  Math.min(range.to(), beginning.end())));
    }

    /// Sends a range up to the end of the conversation. The whole range is examined before its
    /// first event is sent, because deletions and edits are at its end.
    private void send(Stretch stretch) {
      stretch.look(log.iterate(stretch.conversation.value(), stretch.from), Long.MAX_VALUE);
      for (LoggedEvent event : stretch.kept()) {
        send(stretch, event);
      }
      if (stretch.keptUpTo() < stretch.end()) {
        Iterator<LoggedEvent> rest =
            log.iterate(stretch.conversation.value(), stretch.keptUpTo() + 1);
        while (rest.hasNext()) {
          LoggedEvent event = rest.next();
          if (event.sequence() > stretch.end()) {
            break;
          }
          send(stretch, event);
        }
      }
      if (stretch.end() >= stretch.from && stretch.isKnown()) {
        sent.merge(stretch.conversation, stretch.end(), Math::max);
      }
    }

    private void send(Stretch stretch, LoggedEvent event) {
      if (stretch.visible().sees(event.sequence())) {
        send(Fanout.id(stretch.conversation, event.sequence()), stretch.show(event));
      }
    }

    private boolean leaves(ConversationEvent event) {
      return event instanceof Exit exit && exit.personId().equals(person);
    }

    private boolean comes(ConversationEvent event) {
      return event instanceof Entry entry && entry.personId().equals(person)
          || event instanceof Opening opening && opening.members().contains(person);
    }

    /// A range of a conversation, and what the person may see of it.
    private final class Stretch {
      final ConversationId conversation;
      final long from;
      private final List<LoggedEvent> kept = new ArrayList<>();
      private final TextHistories textHistories = new TextHistories();
      private @Nullable Visibility visible;
      private long end;
      private long keptUpTo;
      private long keptBytes;

      /// @param visible the visibility at its beginning; null if unknown: it then follows from the
      ///     person's first joining or leaving in the range, since a person who leaves was a member
      ///     before
      Stretch(ConversationId conversation, long from, @Nullable Visibility visible) {
        this.conversation = conversation;
        this.from = from;
        this.visible = visible;
        this.end = from - 1;
        this.keptUpTo = from - 1;
      }

      void look(Iterator<LoggedEvent> events, long atMost) {
        for (long read = 0; read < atMost && events.hasNext(); read++) {
          LoggedEvent event = events.next();
          end = event.sequence();
          if (!(event.event() instanceof ConversationEvent happened)) {
            continue;
          }
          textHistories.add(happened, end);
          if (leaves(happened)) {
            visible =
                (visible == null
                        ? new Visibility(List.of(PositionRange.startingAt(from)))
                        : visible)
                    .left(end);
          } else if (comes(happened)) {
            visible =
                (visible == null ? Visibility.NOTHING : visible)
                    .joined(end, showsHistory(conversation));
          }
          if (keptUpTo == end - 1 && keptBytes < MAX_KEPT_BYTES) {
            kept.add(event);
            keptUpTo = end;
            keptBytes += size(happened);
          }
        }
      }

      /// The approximate memory of an event.
      private long size(ConversationEvent event) {
        String text =
            event instanceof MessageSent sent
                ? sent.text()
                : event instanceof MessageEdited edited ? edited.text() : null;
        return EVENT_BYTES + (text == null ? 0 : 2L * text.length());
      }

      boolean isKnown() {
        return visible != null;
      }

      Visibility visible() {
        return visible == null ? Visibility.NOTHING : visible;
      }

      List<LoggedEvent> kept() {
        return kept;
      }

      long keptUpTo() {
        return keptUpTo;
      }

      long end() {
        return end;
      }

      byte[] show(LoggedEvent event) {
        byte[] wire = WireForm.of(event);
        return event.event() instanceof ConversationEvent happened
            ? DisclosedEvent.of(
                wire, textHistories.disclosed(happened, event.sequence(), visible()))
            : wire;
      }
    }

    private void sendGap(ConversationId conversation, long from, long to) {
      send(
          "gap~" + conversation.value() + '~' + from + '~' + to,
          wire(new ResumeMarker.Gap(conversation, from, to)));
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

  /// Thrown when the device has disconnected.
  private static final class DeviceGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeviceGone() {
      super("the device has gone", null, false, false);
    }
  }
}
