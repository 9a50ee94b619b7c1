package info.powow.projection.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.GetResponse;
import co.elastic.clients.elasticsearch.core.MgetResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.indices.UpdateAliasesRequest;
import info.powow.projection.DeadLetter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The index of messages: one document a message, as it is now, and what its projection remembers.
///
/// A document's version is the position of the event that made it what it is, and the index keeps
/// the highest: written twice or in the wrong order, it ends the same. That is also why a deleted
/// message leaves an empty document: were it gone, an older event that comes again would bring it
/// back.
///
/// Readers search [#ALIAS]. A changed mapping is a new [#VERSION], so a new index, filled from the
/// log beside the old one; the alias moves when it has caught up.
public final class MessageIndex {
  /// What readers search.
  public static final String ALIAS = "powow-messages";

  /// Raise it with every change of messages.json, or of what is written.
  static final int VERSION = 1;

  private static final Logger log = LoggerFactory.getLogger(MessageIndex.class);
  private static final String INDEX = ALIAS + "-" + VERSION;
  private static final String MAPPING = "messages.json";
  // Messages have a conversation's id before the tilde, and an id is never empty.
  private static final String POSITION = "~position";
  private static final String PARKED = "~parked~";
  private static final int MOST_DEAD_LETTERS = 1_000;
  // A node with a small heap refuses writes that are together larger than a tenth of it.
  private static final int MOST_DOCUMENTS_A_REQUEST = 1_000;
  private static final int MOST_CHARACTERS_A_REQUEST = 1_000_000;

  /// A document and the position of the event that made it.
  record Versioned(MessageDocument document, long version) {
    String id() {
      return MessageDocument.id(document.conversationId(), document.position());
    }
  }

  private record LogPlace(long logIndex) {}

  private record Parked(String parkedStream, Letter parked) {}

  private record Letter(long sequence, long index, String cause, long at) {}

  private final SearchClient client;

  MessageIndex(SearchClient client) {
    this.client = client;
  }

  /// Makes the index where it is missing.
  void prepare() {
    client.ask(elasticsearch -> {
      if (!elasticsearch.indices().exists(request -> request.index(INDEX)).value()) {
        create(elasticsearch);
      }
      return true;
    });
  }

  private static void create(ElasticsearchClient elasticsearch) throws IOException {
    try (InputStream mapping =
        Objects.requireNonNull(MessageIndex.class.getResourceAsStream(MAPPING), MAPPING)) {
      elasticsearch.indices().create(request -> request.index(INDEX).withJson(mapping));
      log.info("Made the search index {}", INDEX);
    } catch (ElasticsearchException refused) {
      // Another node was quicker.
      if (!"resource_already_exists_exception".equals(refused.error().type())) {
        throw refused;
      }
    }
  }

  /// Whether readers search this index, and not an older one or none.
  boolean isServed() {
    return client.ask(elasticsearch ->
        elasticsearch.indices().existsAlias(request -> request.index(INDEX).name(ALIAS)).value());
  }

  /// Lets readers search this index, and drops the older ones.
  void serve() {
    client.ask(elasticsearch -> {
      List<String> older =
          elasticsearch
              .indices()
              .get(request -> request.index(ALIAS + "-*").allowNoIndices(true))
              .indices()
              .keySet()
              .stream()
              .filter(MessageIndex::isOlder)
              .toList();
      UpdateAliasesRequest.Builder change = new UpdateAliasesRequest.Builder();
      change.actions(action -> action.add(add -> add.index(INDEX).alias(ALIAS)));
      older.forEach(
          index -> change.actions(action -> action.removeIndex(drop -> drop.index(index))));
      elasticsearch.indices().updateAliases(change.build());
      log.info("Search uses the index {} now", INDEX);
      return true;
    });
  }

  private static boolean isOlder(String index) {
    String version = index.substring(ALIAS.length() + 1);
    return version.chars().allMatch(Character::isDigit) && Integer.parseInt(version) < VERSION;
  }

  /// The documents of these messages that are in the index, by their names.
  Map<String, Versioned> read(Collection<String> ids) {
    Map<String, Versioned> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    MgetResponse<MessageDocument> response =
        client.ask(elasticsearch ->
            elasticsearch.mget(
                request -> request.index(INDEX).ids(List.copyOf(ids)), MessageDocument.class));
    response.docs().stream()
        .filter(doc -> doc.isResult() && doc.result().found())
        .forEach(doc -> {
          MessageDocument document = doc.result().source();
          Long version = doc.result().version();
          if (document != null && version != null) {
            found.put(doc.result().id(), new Versioned(document, version));
          }
        });
    return found;
  }

  /// Writes documents where the index has no newer ones.
  void write(Collection<Versioned> documents) {
    List<Versioned> request = new ArrayList<>();
    int characters = 0;
    for (Versioned next : documents) {
      String text = next.document().text();
      int length = text == null ? 0 : text.length();
      if (!request.isEmpty()
          && (request.size() == MOST_DOCUMENTS_A_REQUEST
              || characters + length > MOST_CHARACTERS_A_REQUEST)) {
        send(request);
        request.clear();
        characters = 0;
      }
      request.add(next);
      characters += length;
    }
    if (!request.isEmpty()) {
      send(request);
    }
  }

  private void send(List<Versioned> documents) {
    BulkRequest.Builder bulk = new BulkRequest.Builder().index(INDEX);
    for (Versioned written : documents) {
      bulk.operations(operation ->
          operation.<MessageDocument>index(index ->
              index
                  .id(written.id())
                  .versionType(VersionType.External)
                  .version(written.version())
                  .document(written.document())));
    }
    BulkResponse response = client.ask(elasticsearch -> elasticsearch.bulk(bulk.build()));
    if (response.errors()) {
      for (BulkResponseItem item : response.items()) {
        check(item);
      }
    }
  }

  private static void check(BulkResponseItem item) {
    boolean written = item.status() < 300;
    boolean newerIsThere = item.status() == 409;
    if (written || newerIsThere) {
      return;
    }
    // The reason may quote the message; its type does not.
    String type = item.error() == null ? "unknown" : item.error().type();
    if (item.status() == 400) {
      // It would be refused for ever, and hold up all others.
      log.error("Elasticsearch refuses the message {}, which is not found: {}", item.id(), type);
    } else {
      throw new SearchAway("Elasticsearch did not take a document: " + item.status() + " " + type);
    }
  }

  /// The place in the log up to which all is in the index.
  long position() {
    GetResponse<LogPlace> response =
        client.ask(elasticsearch ->
            elasticsearch.get(request -> request.index(INDEX).id(POSITION), LogPlace.class));
    LogPlace place = response.source();
    return place == null ? 0 : place.logIndex();
  }

  void savePosition(long logIndex) {
    client.ask(elasticsearch ->
        elasticsearch.index(
            request -> request.index(INDEX).id(POSITION).document(new LogPlace(logIndex))));
  }

  List<DeadLetter> deadLetters() {
    List<Hit<Parked>> hits =
        client.ask(elasticsearch -> {
          elasticsearch.indices().refresh(request -> request.index(INDEX));
          return elasticsearch
              .search(
                  request ->
                      request
                          .index(INDEX)
                          .size(MOST_DEAD_LETTERS)
                          .query(query -> query.exists(field -> field.field("parkedStream"))),
                  Parked.class)
              .hits()
              .hits();
        });
    return hits.stream()
        .map(Hit::source)
        .filter(Objects::nonNull)
        .map(MessageIndex::letter)
        .toList();
  }

  void park(DeadLetter letter) {
    Parked parked =
        new Parked(
            letter.stream(),
            new Letter(
                letter.sequence(), letter.index(), letter.cause(), letter.at().toEpochMilli()));
    client.ask(elasticsearch ->
        elasticsearch.index(request ->
            request
                .index(INDEX)
                .id(PARKED + letter.stream())
                .refresh(Refresh.True)
                .document(parked)));
  }

  void release(String stream) {
    client.ask(elasticsearch ->
        elasticsearch.delete(
            request -> request.index(INDEX).id(PARKED + stream).refresh(Refresh.True)));
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
