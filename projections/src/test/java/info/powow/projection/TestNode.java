package info.powow.projection;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.conversation.ConversationSink;
import info.powow.projection.conversation.ReadSink;
import info.powow.projection.gathering.GatheringViews;
import info.powow.projection.image.ImageSink;
import info.powow.projection.person.PersonSink;
import info.powow.projection.person.SeenSink;
import info.powow.projector.Claims;
import info.powow.projector.CombinedSink;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projection;
import info.powow.projector.Projector;
import info.powow.projector.ProjectorNode;
import info.powow.projector.ProjectorOptions;
import info.powow.projector.SkippedEvents;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A node that shares the work on the views, and can be suspended between any two writes of a flush
/// and before any update of its claims.
final class TestNode implements AutoCloseable {
  static final Duration LEASE = Duration.ofMillis(250);
  private static final AtomicInteger NEXT = new AtomicInteger();

  final Gate writing = new Gate();
  final Gate claiming = new Gate();
  final AtomicInteger flushes = new AtomicInteger();
  final String name = "node-" + NEXT.incrementAndGet();
  final Projector projector;
  private final ViewsFixture fixture;

  TestNode(ViewsFixture fixture, EventSource log, int segments) {
    this.fixture = fixture;
    ProjectorNode node =
        new ProjectorNode(
            name,
            LEASE,
            (edition, number) -> new GatedClaims(fixture.store().claims(edition, number)));
    this.projector =
        fixture.projector(
            new GatedProjection(fixture.projection()),
            log,
            ProjectorOptions.DEFAULT.withSegments(segments).withBatch(16),
            node);
    projector.start();
  }

  void suspend() {
    writing.shut();
    claiming.shut();
  }

  void resume() {
    writing.open();
    claiming.open();
  }

  @Override
  public void close() {
    resume();
    projector.close();
  }

  private final class GatedSink implements Projection.Sink {
    private final List<Projection.Sink> parts =
        List.of(
            new ConversationSink(
                fixture.conversations(), fixture.images(), 16 << 20, SkippedEvents.NONE),
            new PersonSink(fixture.people(), fixture.images()),
            GatheringViews.in(fixture.store()).newSink(fixture.images(), SkippedEvents.NONE),
            new ImageSink(fixture.images()),
            new ReadSink(fixture.conversations()),
            new SeenSink(fixture.people()));
    private final Projection.Sink all = new CombinedSink(parts);

    @Override
    public void load(List<LoggedEvent> events) {
      all.load(events);
    }

    @Override
    public void apply(LoggedEvent event) {
      all.apply(event);
    }

    @Override
    public int pending() {
      return all.pending();
    }

    @Override
    public void flush() {
      for (Projection.Sink part : parts) {
        writing.pass();
        part.flush();
      }
      flushes.incrementAndGet();
    }
  }

  private final class GatedProjection implements Projection {
    private final Projection views;

    GatedProjection(Projection views) {
      this.views = views;
    }

    @Override
    public String name() {
      return views.name();
    }

    @Override
    public Sink newSink() {
      return new GatedSink();
    }

    @Override
    public long position(int segment, int segments) {
      return views.position(segment, segments);
    }

    @Override
    public void savePosition(int segment, int segments, long index) {
      views.savePosition(segment, segments, index);
    }

    @Override
    public void requireBegun(int segment) {
      views.requireBegun(segment);
    }

    @Override
    public List<DeadLetter> deadLetters() {
      return views.deadLetters();
    }

    @Override
    public void park(DeadLetter letter) {
      views.park(letter);
    }

    @Override
    public void release(String stream) {
      views.release(stream);
    }
  }

  private final class GatedClaims implements Claims {
    private final Claims claims;

    GatedClaims(Claims claims) {
      this.claims = claims;
    }

    @Override
    public All find() {
      claiming.pass();
      return claims.find();
    }

    @Override
    public @Nullable Claim take(int segment, @Nullable Claim seen, String node) {
      claiming.pass();
      return claims.take(segment, seen, node);
    }

    @Override
    public void renew(String node, Collection<Claim> own) {
      claiming.pass();
      claims.renew(node, own);
    }

    @Override
    public void release(Claim own) {
      claims.release(own);
    }

    @Override
    public void leave(String node) {
      claims.leave(node);
    }

    @Override
    public void forget(String node, long seen) {
      claims.forget(node, seen);
    }
  }
}
