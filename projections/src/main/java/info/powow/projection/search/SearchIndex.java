package info.powow.projection.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.GetResponse;
import co.elastic.clients.elasticsearch.core.MgetResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.mget.MultiGetResponseItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.indices.UpdateAliasesRequest;
import info.powow.projector.DeadLetter;
import info.powow.projector.StoreReplaced;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An index of documents, each as it is now, and what their projection remembers.
///
/// A document's version is the place in its stream of the event that made it what it is, and the
/// index keeps the highest: written twice or in the wrong order, it ends the same. That is also why
/// what is deleted leaves an empty document: were it gone, an older event that comes again would
/// bring it back.
///
/// Readers search the alias. A changed mapping is a new version, so a new index, filled from the
/// log beside the old one; the alias moves when it has caught up. A rebuild of the same version is
/// filled beside the live one too: an [IndexRebuild] does that. The old one is dropped then, so that
/// whoever writes to it, on whichever node, is told so ([StoreReplaced]) and goes on with the new
/// one from where that one is. Elasticsearch must not make indexes by itself
/// (`action.auto_create_index: false`).
public final class SearchIndex<D> {
  private static final Logger log = LoggerFactory.getLogger(SearchIndex.class);
  // Ids of documents have no tilde in front.
  private static final String POSITION = "~position";
  private static final String PARKED = "~parked~";
  private static final String NO_INDEX = "index_not_found_exception";
  private static final int MOST_DEAD_LETTERS = 1_000;
  // A node with a small heap refuses writes that are together larger than a tenth of it.
  private static final int MOST_DOCUMENTS_A_REQUEST = 1_000;
  private static final int MOST_CHARACTERS_A_REQUEST = 1_000_000;

  /// What an index is.
  ///
  /// @param alias what readers search
  /// @param version is raised with every change of the mapping, or of what is written
  /// @param mapping the resource beside `document` that holds settings and mappings; the settings
  ///     of the analyzer `words` are added ([Analysis])
  /// @param size about how many characters a document takes on the wire
  public record Form<D>(
      String alias, int version, String mapping, Class<D> document, ToIntFunction<D> size) {
    String first() {
      return alias + "-" + version;
    }
  }

  /// A document and the place in its stream of the event that made it.
  public record Versioned<D>(String id, D document, long version) {}

  private record LogPlace(long logIndex) {}

  private record Parked(String parkedStream, Letter parked) {}

  private record Letter(long sequence, long index, String cause, long at) {}

  private final SearchClient client;
  private final Form<D> form;

  /// The index of this version that is written to; null before it is looked for.
  private volatile @Nullable String current;

  public SearchIndex(SearchClient client, Form<D> form) {
    this.client = client;
    this.form = form;
  }

  public String alias() {
    return form.alias();
  }

  int version() {
    return form.version();
  }

  /// Makes the index where it is missing.
  void prepare() {
    String live = live();
    client.ask(elasticsearch -> {
      if (!elasticsearch.indices().exists(request -> request.index(live)).value()) {
        create(elasticsearch, live);
      }
      return true;
    });
    current = live;
  }

  /// The index of this version that readers search; or the first one, where they search none.
  private String live() {
    return indexes().stream()
        .filter(index -> index.served() && isOfThisVersion(index.name()))
        .map(Existing::name)
        .findFirst()
        .orElse(form.first());
  }

  private record Existing(String name, boolean served) {}

  private List<Existing> indexes() {
    return client.ask(elasticsearch ->
        elasticsearch
            .indices()
            .get(request -> request.index(form.alias() + "-*").allowNoIndices(true))
            .indices()
            .entrySet()
            .stream()
            .map(index ->
                new Existing(index.getKey(), index.getValue().aliases().containsKey(form.alias())))
            .toList());
  }

  private boolean isOfThisVersion(String index) {
    return index.equals(form.first()) || index.startsWith(form.first() + "-");
  }

  private String current() {
    String known = current;
    return known == null ? form.first() : known;
  }

  private void create(ElasticsearchClient elasticsearch, String name) throws IOException {
    try {
      create(elasticsearch, name, Analysis.ICU);
      log.info("Made the search index {}", name);
    } catch (ElasticsearchException refused) {
      // Another node was quicker.
      if ("resource_already_exists_exception".equals(refused.error().type())) {
        return;
      }
      if (!Analysis.ICU.isMissing(refused)) {
        throw refused;
      }
      log.error(
          "Elasticsearch has no plugin analysis-icu, so search finds less in the index {}: accents"
              + " count outside the Latin script, and decomposed letters differ. Install it on every"
              + " node, and fill the index anew with POST /actuator/searchindexes/{}",
          name,
          form.alias());
      create(elasticsearch, name, Analysis.PLAIN);
    }
  }

  private void create(ElasticsearchClient elasticsearch, String name, Analysis analysis)
      throws IOException {
    String definition = analysis.in(read(form.document(), form.mapping()));
    elasticsearch
        .indices()
        .create(request -> request.index(name).withJson(new StringReader(definition)));
  }

  static String read(Class<?> beside, String resource) {
    try (InputStream json =
        Objects.requireNonNull(beside.getResourceAsStream(resource), resource)) {
      return new String(json.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Whether readers search this index, and not an older one or none.
  boolean isServed() {
    return client.ask(elasticsearch ->
        elasticsearch
            .indices()
            .existsAlias(request -> request.index(current()).name(form.alias()))
            .value());
  }

  /// Lets readers search this index, which has caught up, and drops those of older versions.
  ///
  /// @throws StoreReplaced when it was replaced by one that was filled beside it
  void serve() {
    unlessReplaced(() -> serve(index -> versionOf(index) < form.version()));
  }

  /// Lets readers search this index, and drops all that it replaces: those of this version too.
  void replace() {
    serve(index -> versionOf(index) <= form.version());
  }

  private void serve(Predicate<String> replaces) {
    String name = current();
    List<String> replaced =
        indexes().stream()
            .map(Existing::name)
            .filter(index -> !index.equals(name) && replaces.test(index))
            .toList();
    client.ask(elasticsearch -> {
      UpdateAliasesRequest.Builder change = new UpdateAliasesRequest.Builder();
      change.actions(action -> action.add(add -> add.index(name).alias(form.alias())));
      replaced.forEach(
          index -> change.actions(action -> action.removeIndex(drop -> drop.index(index))));
      elasticsearch.indices().updateAliases(change.build());
      log.info("Search uses the index {} now", name);
      return true;
    });
  }

  private int versionOf(String index) {
    String version = index.substring(form.alias().length() + 1).split("-", 2)[0];
    return version.chars().allMatch(Character::isDigit)
        ? Integer.parseInt(version)
        : Integer.MAX_VALUE;
  }

  /// The documents that are in the index, by their ids.
  public Map<String, Versioned<D>> read(Collection<String> ids) {
    String index = current();
    Map<String, Versioned<D>> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    MgetResponse<D> response =
        client.ask(elasticsearch ->
            elasticsearch.mget(
                request -> request.index(index).ids(List.copyOf(ids)), form.document()));
    for (MultiGetResponseItem<D> doc : response.docs()) {
      if (doc.isFailure()) {
        String type = doc.failure().error().type();
        throw NO_INDEX.equals(type)
            ? replaced(index)
            : new SearchUnavailable("Elasticsearch did not read a document: " + type);
      }
    }
    response.docs().stream()
        .filter(doc -> doc.isResult() && doc.result().found())
        .forEach(doc -> {
          D document = doc.result().source();
          Long version = doc.result().version();
          if (document != null && version != null) {
            found.put(doc.result().id(), new Versioned<>(doc.result().id(), document, version));
          }
        });
    return found;
  }

  /// Writes documents where the index has no newer ones.
  public void write(Collection<Versioned<D>> documents) {
    String index = current();
    List<Versioned<D>> request = new ArrayList<>();
    int characters = 0;
    for (Versioned<D> next : documents) {
      int length = form.size().applyAsInt(next.document());
      if (!request.isEmpty()
          && (request.size() == MOST_DOCUMENTS_A_REQUEST
              || characters + length > MOST_CHARACTERS_A_REQUEST)) {
        send(index, request);
        request.clear();
        characters = 0;
      }
      request.add(next);
      characters += length;
    }
    if (!request.isEmpty()) {
      send(index, request);
    }
  }

  private void send(String index, List<Versioned<D>> documents) {
    BulkRequest.Builder bulk = new BulkRequest.Builder().index(index);
    for (Versioned<D> written : documents) {
      bulk.operations(operation ->
          operation.<D>index(each ->
              each.id(written.id())
                  .versionType(VersionType.External)
                  .version(written.version())
                  .document(written.document())));
    }
    BulkResponse response = client.ask(elasticsearch -> elasticsearch.bulk(bulk.build()));
    if (response.errors()) {
      for (BulkResponseItem item : response.items()) {
        check(index, item);
      }
    }
  }

  private void check(String index, BulkResponseItem item) {
    boolean written = item.status() < 300;
    boolean newerIsThere = item.status() == 409;
    if (written || newerIsThere) {
      return;
    }
    // The reason may quote the document; its type does not.
    String type = item.error() == null ? "unknown" : item.error().type();
    if (item.status() == 404) {
      throw replaced(index);
    }
    if (item.status() == 400) {
      // It would be refused for ever, and hold up all others.
      log.error("Elasticsearch refuses the document {}, which is not found: {}", item.id(), type);
    } else {
      throw new SearchUnavailable(
          "Elasticsearch did not take a document: " + item.status() + " " + type);
    }
  }

  private static StoreReplaced replaced(String index) {
    return new StoreReplaced("the index " + index + " is gone");
  }

  // --- beside the live one ----------------------------------------------------------------------

  /// The one that readers search now, whatever this one writes to.
  SearchIndex<D> served() {
    return named(live());
  }

  private SearchIndex<D> named(String name) {
    SearchIndex<D> other = new SearchIndex<>(client, form);
    other.current = name;
    return other;
  }

  /// Makes another index of this version, for whoever fills it.
  SearchIndex<D> begin() {
    int highest =
        indexes().stream()
            .map(Existing::name)
            .filter(index -> index.startsWith(form.first() + "-"))
            .mapToInt(index -> Integer.parseInt(index.substring(form.first().length() + 1)))
            .max()
            .orElse(0);
    String name = form.first() + "-" + (highest + 1);
    client.ask(elasticsearch -> {
      create(elasticsearch, name);
      return true;
    });
    return named(name);
  }

  void drop() {
    client.ask(elasticsearch ->
        elasticsearch
            .indices()
            .delete(request -> request.index(current()).ignoreUnavailable(true)));
  }

  String name() {
    return current();
  }

  /// How many documents there are, without what the projection remembers.
  long count() {
    refresh();
    return client.ask(elasticsearch ->
        elasticsearch.count(request -> request.index(current()).query(documents())).count());
  }

  private static Query documents() {
    return Query.of(query ->
        query.bool(bool ->
            bool.mustNot(not -> not.exists(field -> field.field("parkedStream")))
                .mustNot(not -> not.ids(ids -> ids.values(POSITION)))));
  }

  /// How many of some documents of this index are otherwise in another one, or not there.
  int differing(SearchIndex<D> other, int most) {
    refresh();
    Map<String, D> some = new HashMap<>();
    client
        .ask(elasticsearch ->
            elasticsearch.search(
                request -> request.index(current()).size(most).query(documents()), form.document()))
        .hits()
        .hits()
        .forEach(hit -> some.put(hit.id(), Objects.requireNonNull(hit.source())));
    Map<String, Versioned<D>> there = other.read(some.keySet());
    return (int)
        some.entrySet().stream()
            .filter(each -> {
              Versioned<D> same = there.get(each.getKey());
              return same == null || !same.document().equals(each.getValue());
            })
            .count();
  }

  private void refresh() {
    client.ask(
        elasticsearch -> elasticsearch.indices().refresh(request -> request.index(current())));
  }

  /// The place in the log up to which all is in the index.
  long position() {
    GetResponse<LogPlace> response =
        client.ask(elasticsearch ->
            elasticsearch.get(request -> request.index(current()).id(POSITION), LogPlace.class));
    LogPlace place = response.source();
    return place == null ? 0 : place.logIndex();
  }

  void savePosition(long logIndex) {
    unlessReplaced(() ->
        client.ask(elasticsearch ->
            elasticsearch.index(request ->
                request.index(current()).id(POSITION).document(new LogPlace(logIndex)))));
  }

  private void unlessReplaced(Runnable work) {
    try {
      work.run();
    } catch (ElasticsearchException refused) {
      if (NO_INDEX.equals(refused.error().type())) {
        throw replaced(current());
      }
      throw refused;
    }
  }

  List<DeadLetter> deadLetters() {
    List<Hit<Parked>> hits =
        client.ask(elasticsearch -> {
          elasticsearch.indices().refresh(request -> request.index(current()));
          return elasticsearch
              .search(
                  request ->
                      request
                          .index(current())
                          .size(MOST_DEAD_LETTERS)
                          .query(query -> query.exists(field -> field.field("parkedStream"))),
                  Parked.class)
              .hits()
              .hits();
        });
    return hits.stream()
        .map(Hit::source)
        .filter(Objects::nonNull)
        .map(SearchIndex::letter)
        .toList();
  }

  void park(DeadLetter letter) {
    Parked parked =
        new Parked(
            letter.stream(),
            new Letter(
                letter.sequence(), letter.index(), letter.cause(), letter.at().toEpochMilli()));
    unlessReplaced(() ->
        client.ask(elasticsearch ->
            elasticsearch.index(request ->
                request
                    .index(current())
                    .id(PARKED + letter.stream())
                    .refresh(Refresh.True)
                    .document(parked))));
  }

  void release(String stream) {
    unlessReplaced(() ->
        client.ask(elasticsearch ->
            elasticsearch.delete(
                request -> request.index(current()).id(PARKED + stream).refresh(Refresh.True))));
  }

  private static DeadLetter letter(@Nullable Parked parked) {
    Objects.requireNonNull(parked);
    Letter letter = parked.parked();
    return new DeadLetter(
        parked.parkedStream(),
        letter.sequence(),
        letter.index(),
        letter.cause(),
        Instant.ofEpochMilli(letter.at()));
  }
}
