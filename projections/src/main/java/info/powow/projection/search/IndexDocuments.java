package info.powow.projection.search;

import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.MgetResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.mget.MultiGetResponseItem;
import info.powow.projection.search.SearchIndex.Form;
import info.powow.projection.search.SearchIndex.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads and writes the documents of an index.
///
/// A document's version is the sequence of the event that wrote it, and the index keeps the
/// highest. Writing twice or out of order therefore gives the same result. For the same reason, a
/// deletion leaves an empty document: if it were gone, an older event that is applied again would
/// restore it.
final class IndexDocuments<D> {
  private static final Logger log = LoggerFactory.getLogger(IndexDocuments.class);
  // A node with a small heap refuses concurrent writes that exceed a tenth of it.
  private static final int MOST_DOCUMENTS_A_REQUEST = 1_000;
  private static final int MOST_CHARACTERS_A_REQUEST = 1_000_000;

  private final SearchClient client;
  private final Form<D> form;

  IndexDocuments(SearchClient client, Form<D> form) {
    this.client = client;
    this.form = form;
  }

  /// Returns the documents that exist, by id.
  Map<String, Versioned<D>> read(String index, Collection<String> ids) {
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
        throw SearchIndex.NO_INDEX.equals(type)
            ? SearchIndex.replaced(index)
            : new SearchUnavailable("Elasticsearch failed to read a document: " + type);
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

  /// Writes documents unless the index has newer ones.
  void write(String index, Collection<Versioned<D>> documents) {
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
      throw SearchIndex.replaced(index);
    }
    if (item.status() == 400) {
      // It would be refused again each time, and delay all others.
      log.error(
          "Elasticsearch refuses the document {}, which search will not find: {}", item.id(), type);
    } else {
      throw new SearchUnavailable(
          "Elasticsearch failed to write a document: " + item.status() + " " + type);
    }
  }

  List<D> find(String index, Map<String, String> fields, int most) {
    refresh(index);
    return client
        .ask(elasticsearch ->
            elasticsearch.search(
                request ->
                    request
                        .index(index)
                        .size(most)
                        .query(query ->
                            query.bool(bool -> {
                              fields.forEach((field, value) ->
                                  bool.filter(filter ->
                                      filter.term(term -> term.field(field).value(value))));
                              return bool;
                            })),
                form.document()))
        .hits()
        .hits()
        .stream()
        .map(hit -> Objects.requireNonNull(hit.source()))
        .toList();
  }

  void purge(String index) {
    refresh(index);
    client.ask(elasticsearch ->
        elasticsearch.indices().flush(request -> request.index(index).force(true)));
    client.ask(elasticsearch ->
        elasticsearch.indices().forcemerge(request -> request.index(index).maxNumSegments(1L)));
    client.ask(elasticsearch ->
        elasticsearch.indices().flush(request -> request.index(index).force(true)));
  }

  /// The number of documents, without the projection's records.
  long count(String index) {
    refresh(index);
    return client.ask(elasticsearch ->
        elasticsearch.count(request -> request.index(index).query(documents())).count());
  }

  private static Query documents() {
    return Query.of(query ->
        query.bool(bool ->
            bool.mustNot(not -> not.exists(field -> field.field("parkedStream")))
                .mustNot(not -> not.ids(ids -> ids.values(IndexRecords.POSITION)))));
  }

  /// The number of documents of one index that differ in another one, or are missing there.
  int differing(String index, String other, int most) {
    refresh(index);
    Map<String, D> some = new HashMap<>();
    client
        .ask(elasticsearch ->
            elasticsearch.search(
                request -> request.index(index).size(most).query(documents()), form.document()))
        .hits()
        .hits()
        .forEach(hit -> some.put(hit.id(), Objects.requireNonNull(hit.source())));
    Map<String, Versioned<D>> there = read(other, some.keySet());
    return (int)
        some.entrySet().stream()
            .filter(each -> {
              Versioned<D> same = there.get(each.getKey());
              return same == null || !same.document().equals(each.getValue());
            })
            .count();
  }

  private void refresh(String index) {
    client.ask(elasticsearch -> elasticsearch.indices().refresh(request -> request.index(index)));
  }
}
