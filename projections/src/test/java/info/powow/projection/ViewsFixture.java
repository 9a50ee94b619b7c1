package info.powow.projection;

import info.powow.eventlog.EventSource;
import info.powow.projection.conversation.ConversationViews;
import info.powow.projection.embedded.EmbeddedMongo;
import info.powow.projection.gathering.GatheringViews;
import info.powow.projection.image.ImageViews;
import info.powow.projection.mongo.ViewStore;
import info.powow.projection.notification.NotificationViews;
import info.powow.projection.person.HandleView;
import info.powow.projection.person.PersonViews;
import info.powow.projection.publicservice.ServiceViews;
import info.powow.projection.report.ReportViews;
import info.powow.projection.skipped.LoggedSkips;
import info.powow.projection.views.ViewsProjection;
import info.powow.projector.Projection;
import info.powow.projector.Projector;
import info.powow.projector.ProjectorNode;
import info.powow.projector.ProjectorOptions;
import info.powow.projector.SkippedEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/// A store for views: embedded, or the MongoDB that MONGODB_URI names. Each fixture has a database
/// of its own.
public final class ViewsFixture implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final @Nullable String REAL = System.getenv("MONGODB_URI");
  private static final String URI = REAL == null ? EmbeddedMongo.start().uri() : REAL;

  private final String uri;
  private final ViewStore store;

  public ViewsFixture() {
    this(URI, Duration.ofSeconds(5));
  }

  /// @param timeout how long a call waits for the store
  ViewsFixture(String server, Duration timeout) {
    String database = "test" + ProcessHandle.current().pid() + "x" + NEXT.incrementAndGet();
    int query = server.indexOf('?');
    String base = query < 0 ? server : server.substring(0, query);
    this.uri =
        (base.endsWith("/") ? base : base + "/")
            + database
            + (query < 0 ? "" : server.substring(query));
    this.store = ViewStore.at(uri, timeout);
  }

  private ViewsFixture(String uri) {
    this.uri = uri;
    this.store = ViewStore.at(uri, Duration.ofSeconds(5));
  }

  /// The views of that store, whoever has made them. Closing drops them.
  static ViewsFixture at(String uri) {
    return new ViewsFixture(uri);
  }

  public static boolean isReal() {
    return REAL != null;
  }

  public String uri() {
    return uri;
  }

  public ViewStore store() {
    return store;
  }

  public ConversationViews conversations() {
    return ConversationViews.in(store);
  }

  public PersonViews people() {
    return PersonViews.in(store);
  }

  public ImageViews images() {
    return ImageViews.in(store);
  }

  public Projection projection() {
    return projection("memory");
  }

  /// @param epoch of the log
  public Projection projection(String epoch) {
    return new ViewsProjection(store, () -> epoch, 16 << 20, SkippedEvents.NONE);
  }

  public Projector projector(EventSource log, ProjectorOptions options) {
    return new Projector(
        new ViewsProjection(
            store, () -> "memory", 16 << 20, new LoggedSkips(log, ViewsProjection.NAME)),
        log,
        options,
        Clock.systemUTC(),
        new SimpleMeterRegistry(),
        null);
  }

  /// Creates one of several nodes that share the work.
  public Projector projector(
      Projection projection, EventSource log, ProjectorOptions options, ProjectorNode node) {
    return new Projector(
        projection, log, options, Clock.systemUTC(), new SimpleMeterRegistry(), node);
  }

  /// Applies the whole log, as after a restart.
  public ViewsFixture rebuild(EventSource log, ProjectorOptions options) {
    try (Projector projector = projector(log, options)) {
      projector.start();
      if (!projector.awaitReached(log.head(), TIMEOUT)) {
        throw new AssertionError("the projection did not get through: " + projector.progress());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return this;
  }

  /// Resets the position of the projection to the beginning.
  public ViewsFixture forgetPosition() {
    var places = store.collection("projections", HandleView.CODEC);
    places.all().forEach(place -> places.delete(place.getString("_id").getValue()));
    return this;
  }

  /// All documents of all views, sorted, with sorted fields.
  public Map<String, String> canonical() {
    Map<String, String> all = new TreeMap<>();
    ConversationViews conversations = conversations();
    PersonViews people = people();
    for (var collection :
        java.util.List.of(
            conversations.conversations(),
            conversations.members(),
            conversations.inboxes(),
            conversations.history(),
            conversations.reads(),
            people.people(),
            people.handles(),
            people.seen(),
            images().images(),
            images().hashes(),
            NotificationViews.in(store).mailboxes(),
            NotificationViews.in(store).campaigns(),
            ReportViews.in(store).reports(),
            GatheringViews.in(store).gatherings(),
            GatheringViews.in(store).calendars(),
            ServiceViews.in(store).services())) {
      for (BsonDocument document : collection.all()) {
        String id = document.getString("_id").getValue();
        all.put(collection.name() + "/" + id, canonical(document).toString());
      }
    }
    return all;
  }

  private static BsonValue canonical(BsonValue value) {
    return switch (value) {
      case BsonDocument document -> {
        BsonDocument sorted = new BsonDocument();
        new TreeMap<>(document).forEach((name, field) -> sorted.append(name, canonical(field)));
        yield sorted;
      }
      case BsonArray array -> {
        BsonArray items = new BsonArray();
        array.forEach(item -> items.add(canonical(item)));
        yield items;
      }
      case org.bson.BsonBinary binary ->
          new BsonString(new String(binary.getData(), java.nio.charset.StandardCharsets.UTF_8));
      default -> value;
    };
  }

  @Override
  public void close() {
    store.drop();
    store.close();
  }
}
