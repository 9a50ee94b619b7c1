package info.powow.projection.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.core.search.HighlightField;
import co.elastic.clients.elasticsearch.indices.UpdateAliasesRequest;
import co.elastic.clients.util.NamedValue;
import info.powow.projector.DeadLetter;
import info.powow.projector.StoreReplaced;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A search index: its documents ([IndexDocuments]), its projection's records ([IndexRecords]), and
/// its lifecycle.
///
/// Readers search the alias. A changed mapping is a new version, and a new version is a new index.
/// It is filled from the log beside the old one, and the alias moves when it has caught up. An
/// [IndexRebuild] fills an index of the same version beside the live one in the same way. Then the
/// old index is dropped. A node that still writes to it gets [StoreReplaced] and continues with the
/// new index from that index's position. Elasticsearch must not create indexes by itself
/// (`action.auto_create_index: false`).
public final class SearchIndex<D> {
  private static final Logger log = LoggerFactory.getLogger(SearchIndex.class);
  private static final int WARM_UPS = 5;
  static final String NO_INDEX = "index_not_found_exception";

  /// The definition of an index.
  ///
  /// @param alias the name that readers search
  /// @param version increased with every change of the mapping, or of the contents
  /// @param mapping the resource beside `document` that holds settings and mappings; the settings
  ///     of the analyzer `words` are added ([Analysis])
  /// @param size the approximate number of characters of a document on the wire
  public record Form<D>(
      String alias, int version, String mapping, Class<D> document, ToIntFunction<D> size) {
    String first() {
      return alias + "-" + version;
    }
  }

  /// A document and the sequence of the event that wrote it.
  public record Versioned<D>(String id, D document, long version) {}

  private final SearchClient client;
  private final Form<D> form;
  private final IndexDocuments<D> documents;
  private final IndexRecords records;

  /// The index of this version to write to; null before it is looked up.
  private volatile @Nullable String current;

  public SearchIndex(SearchClient client, Form<D> form) {
    this.client = client;
    this.form = form;
    this.documents = new IndexDocuments<>(client, form);
    this.records = new IndexRecords(client);
  }

  public String alias() {
    return form.alias();
  }

  int version() {
    return form.version();
  }

  /// Creates the index if it does not exist.
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

  /// Searches a few times, since an Elasticsearch that has just started is slow at first: the first
  /// person to search would wait too long.
  void warmUp() {
    String index = current();
    try {
      for (int i = 0; i < WARM_UPS; i++) {
        client.ask(elasticsearch ->
            elasticsearch.search(
                request ->
                    request
                        .index(index)
                        .query(query ->
                            query.simpleQueryString(words -> words.query("good morning 早")))
                        .highlight(highlight ->
                            highlight
                                .numberOfFragments(0)
                                .fields(NamedValue.of("*", HighlightField.of(field -> field)))),
                form.document()));
      }
    } catch (SearchUnavailable | ElasticsearchException slow) {
      log.debug("The index {} was not searched before it is used", index, slow);
    }
  }

  /// The index of this version that readers search; or the first one, if they search none.
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
      log.info("Created the search index {}", name);
    } catch (ElasticsearchException refused) {
      // Another node was faster.
      if ("resource_already_exists_exception".equals(refused.error().type())) {
        return;
      }
      if (!Analysis.ICU.isMissing(refused)) {
        throw refused;
      }
      log.error(
          "Elasticsearch has no plugin analysis-icu, so search finds less in the index {}: accents"
              + " count outside the Latin script, and decomposed letters differ. Install it on every"
              + " node, and rebuild the index with POST /actuator/searchindexes/{}",
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

  /// Whether readers search this index, not an older one or none.
  boolean isServed() {
    return client.ask(elasticsearch ->
        elasticsearch
            .indices()
            .existsAlias(request -> request.index(current()).name(form.alias()))
            .value());
  }

  /// Lets readers search this index, which has caught up, and drops those of older versions.
  ///
  /// @throws StoreReplaced if it was replaced by one that was filled beside it
  void serve() {
    unlessReplaced(current(), () -> serve(index -> versionOf(index) < form.version()));
  }

  /// Lets readers search this index, and drops all others, including those of this version.
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
      log.info("Search now uses the index {}", name);
      return true;
    });
  }

  private int versionOf(String index) {
    String version = index.substring(form.alias().length() + 1).split("-", 2)[0];
    return version.chars().allMatch(Character::isDigit)
        ? Integer.parseInt(version)
        : Integer.MAX_VALUE;
  }

  static StoreReplaced replaced(String index) {
    return new StoreReplaced("the index " + index + " is gone");
  }

  // --- rebuild ----------------------------------------------------------------------------------

  /// The index that readers search now, whatever this one writes to.
  SearchIndex<D> served() {
    return named(live());
  }

  private SearchIndex<D> named(String name) {
    SearchIndex<D> other = new SearchIndex<>(client, form);
    other.current = name;
    return other;
  }

  /// Creates another index of this version, to be filled.
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

  static void unlessReplaced(String index, Runnable work) {
    try {
      work.run();
    } catch (ElasticsearchException refused) {
      if (NO_INDEX.equals(refused.error().type())) {
        throw replaced(index);
      }
      throw refused;
    }
  }

  // --- documents and records -------------------------------------------------------------------

  /// Returns the documents that exist, by id.
  public Map<String, Versioned<D>> read(Collection<String> ids) {
    return documents.read(current(), ids);
  }

  /// Writes documents unless the index has newer ones.
  public void write(Collection<Versioned<D>> written) {
    documents.write(current(), written);
  }

  /// Some of the documents in which these fields have these values, including what was written just
  /// now.
  List<D> find(Map<String, String> fields, int most) {
    return documents.find(current(), fields, most);
  }

  /// Writes the index anew on disk wherever it has deleted or replaced documents, so that their
  /// texts are gone from its files.
  public void purge() {
    documents.purge(current());
  }

  /// The number of documents, without the projection's records.
  long count() {
    return documents.count(current());
  }

  /// The number of documents of this index that differ in another one, or are missing there.
  int differing(SearchIndex<D> other, int most) {
    return documents.differing(current(), other.current(), most);
  }

  /// The log index up to which the index is filled.
  long position() {
    return records.position(current());
  }

  void savePosition(long logIndex) {
    records.savePosition(current(), logIndex);
  }

  List<DeadLetter> deadLetters() {
    return records.deadLetters(current());
  }

  void park(DeadLetter letter) {
    records.park(current(), letter);
  }

  void release(String stream) {
    records.release(current(), stream);
  }
}
