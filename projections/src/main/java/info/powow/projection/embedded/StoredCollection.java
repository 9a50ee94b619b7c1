package info.powow.projection.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A collection in a [DocumentStore]. The position of a document is its key there.
final class StoredCollection extends AbstractSynchronizedMongoCollection<byte[]> {
  private static final Document EVERYTHING = new Document();

  private final DocumentStore store;
  private final byte[] prefix;
  private final byte[] documents;

  /// @param prefix of all keys of this collection
  StoredCollection(
      MongoDatabase database,
      String name,
      CollectionOptions options,
      CursorRegistry cursors,
      DocumentStore store,
      byte[] prefix) {
    super(database, name, options, cursors);
    this.store = store;
    this.prefix = prefix;
    this.documents = Arrays.copyOf(prefix, prefix.length + 1);
    documents[prefix.length] = DocumentStore.DOCUMENTS;
  }

  byte[] prefix() {
    return prefix;
  }

  @Nullable String idField() {
    return getIdField();
  }

  private byte[] keyOfId(@Nullable Object id) {
    return KeyOrder.encode(documents, id);
  }

  byte[] keyOf(Document document) {
    String field = idField();
    return keyOfId(field == null ? UUID.randomUUID() : Utils.getSubdocumentValue(document, field));
  }

  boolean has(byte[] key) {
    return store.get(key) != null;
  }

  // ------------------------------------------------------------------------------------------
  // queries

  /// How to find the documents for a query.
  ///
  /// @param found their bytes. Must be closed
  /// @param isOrdered whether they come in the order that is asked for
  private record Plan(Stream<byte[]> found, boolean isOrdered) {}

  @Override
  protected QueryResult queryDocuments(
      Document query,
      @Nullable Document orderBy,
      int skip,
      int limit,
      int batchSize,
      @Nullable Document fieldSelector) {
    Set<String> compared = Conditions.fieldsOf(query);
    Set<String> wanted = wanted(fieldSelector, orderBy);
    Plan plan =
        plan(
            query,
            orderBy == null || orderBy.isEmpty() ? null : orderBy,
            limit > 0 ? (long) skip + limit : Long.MAX_VALUE,
            bytes ->
                query.isEmpty() || documentMatchesQuery(StoredBson.decode(bytes, compared), query));
    try (Stream<byte[]> found = plan.found()) {
      return matchDocumentsFromStream(
          found.map(bytes -> StoredBson.decode(bytes, wanted)),
          EVERYTHING,
          plan.isOrdered() ? null : orderBy,
          skip,
          limit,
          batchSize,
          fieldSelector);
    }
  }

  /// The fields that a projection includes; null for all.
  private @Nullable Set<String> wanted(
      @Nullable Document fieldSelector, @Nullable Document orderBy) {
    if (fieldSelector == null || fieldSelector.isEmpty()) {
      return null;
    }
    Set<String> wanted = new HashSet<>();
    wanted.add(Objects.requireNonNullElse(idField(), "_id"));
    for (Map.Entry<String, Object> field : fieldSelector.entrySet()) {
      if (field.getValue() instanceof Document || !Utils.isTrue(field.getValue())) {
        return null;
      }
      wanted.add(Conditions.topLevel(field.getKey()));
    }
    if (orderBy != null) {
      orderBy.keySet().forEach(field -> wanted.add(Conditions.topLevel(field)));
    }
    return wanted;
  }

  private Plan plan(
      Document query,
      @Nullable Document orderBy,
      long most,
      java.util.function.Predicate<byte[]> matches) {
    Conditions conditions = Conditions.of(query);
    String id = idField();
    List<@Nullable Object> ids = id == null ? null : conditions.valuesOf(id);
    if (ids != null) {
      return new Plan(
          ids.stream()
              .map(value -> store.get(keyOfId(value)))
              .filter(Objects::nonNull)
              .map(Objects::requireNonNull)
              .filter(matches),
          orderBy == null);
    }
    SecondaryIndex.Lookup best = bestLookup(conditions);
    if (best != null) {
      // Each part is in order, the whole is not; no part contributes more than the whole.
      long mostOfPart = best.isOrderedBy(orderBy) ? most : Long.MAX_VALUE;
      Set<ByteBuffer> seen = new HashSet<>();
      return new Plan(
          best.parts().stream()
              .flatMap(part ->
                  best.positions(part)
                      .filter(position -> seen.add(ByteBuffer.wrap(position)))
                      .map(store::get)
                      .filter(Objects::nonNull)
                      .map(Objects::requireNonNull)
                      .filter(matches)
                      .limit(mostOfPart)),
          orderBy == null);
    }
    int direction = orderBy == null ? 1 : direction(orderBy, id);
    return new Plan(
        scan(conditions, id, direction < 0).map(DocumentStore.Entry::value).filter(matches),
        direction != 0);
  }

  private SecondaryIndex.@Nullable Lookup bestLookup(Conditions conditions) {
    SecondaryIndex.Lookup best = null;
    for (Index<byte[]> index : getIndexes()) {
      if (index instanceof SecondaryIndex secondary) {
        SecondaryIndex.Lookup lookup = secondary.lookup(conditions);
        if (lookup != null && (best == null || lookup.narrowed() > best.narrowed())) {
          best = lookup;
        }
      }
    }
    return best;
  }

  /// 1 if the order is that of the field, -1 if it is the opposite, 0 if it is another.
  private static int direction(Document orderBy, @Nullable String field) {
    return field != null && orderBy.size() == 1 && orderBy.get(field) instanceof Number direction
        ? Integer.signum(direction.intValue())
        : 0;
  }

  /// The documents in the order of `_id` or its opposite, from and up to the bounds that the query
  /// gives.
  private Stream<DocumentStore.Entry> scan(
      Conditions conditions, @Nullable String id, boolean isBackwards) {
    byte[] from = documents;
    byte[] to = KeyOrder.after(documents);
    if (id != null) {
      for (String operator : List.of("$gt", "$gte")) {
        Object bound = conditions.bound(id, operator);
        if (bound != null) {
          from = later(from, keyOfId(bound));
          to = earlier(to, KeyOrder.after(KeyOrder.typePrefix(documents, bound)));
        }
      }
      for (String operator : List.of("$lt", "$lte")) {
        Object bound = conditions.bound(id, operator);
        if (bound != null) {
          from = later(from, KeyOrder.typePrefix(documents, bound));
          to = earlier(to, KeyOrder.after(keyOfId(bound)));
        }
      }
    }
    if (Arrays.compareUnsigned(from, to) >= 0) {
      return Stream.empty();
    }
    return isBackwards ? store.scanBackwards(from, to) : store.scan(from, to);
  }

  private static byte[] later(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other) > 0 ? one : other;
  }

  private static byte[] earlier(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other) < 0 ? one : other;
  }

  @Override
  protected QueryResult matchDocuments(
      Document query,
      Document orderBy,
      int skip,
      int limit,
      int batchSize,
      Document fieldSelector) {
    return queryDocuments(query, orderBy, skip, limit, batchSize, fieldSelector);
  }

  @Override
  protected Document getDocument(byte[] position) {
    return StoredBson.decode(Objects.requireNonNull(store.get(position)));
  }

  @Override
  protected Stream<DocumentWithPosition<byte[]>> streamAllDocumentsWithPosition() {
    return store
        .scan(documents)
        .map(entry -> new DocumentWithPosition<>(StoredBson.decode(entry.value()), entry.key()));
  }

  @Override
  public int count() {
    try (Stream<?> all = store.scan(documents)) {
      return Math.toIntExact(all.count());
    }
  }

  @Override
  public boolean isEmpty() {
    try (Stream<?> all = store.scan(documents)) {
      return all.findFirst().isEmpty();
    }
  }

  // ------------------------------------------------------------------------------------------
  // writes

  @Override
  protected byte[] addDocumentInternal(Document document) {
    byte[] key = keyOf(document);
    store.put(key, StoredBson.encode(document));
    return key;
  }

  @Override
  protected void handleUpdate(byte[] position, Document before, Document after) {
    store.put(position, StoredBson.encode(after));
  }

  @Override
  protected void removeDocument(byte[] position) {
    store.delete(position);
  }

  /// Replaces documents by `_id` without decoding them, because most writes of views do that.
  @Override
  public synchronized Document updateDocuments(
      Document selector,
      Document update,
      ArrayFilters arrayFilters,
      boolean isMulti,
      boolean isUpsert,
      Oplog oplog) {
    if (!isMulti
        && selector.get("_id") instanceof String id
        && isReplacement(id, update)
        && getIndexes().size() == 1) {
      byte[] key = keyOfId(id);
      byte[] stored = store.get(key);
      if (stored != null && matches(stored, selector)) {
        byte[] next = StoredBson.encode(withId(id, update));
        boolean isChanged = !Arrays.equals(stored, next);
        if (isChanged) {
          store.put(key, next);
        }
        return new Document("n", 1).append("nModified", isChanged ? 1 : 0);
      }
    }
    return super.updateDocuments(selector, update, arrayFilters, isMulti, isUpsert, oplog);
  }

  private boolean matches(byte[] stored, Document selector) {
    return selector.size() == 1
        || documentMatchesQuery(StoredBson.decode(stored, Conditions.fieldsOf(selector)), selector);
  }

  /// Whether a document with this `_id` is replaced as a whole.
  private static boolean isReplacement(String id, Document update) {
    return (!update.containsKey("_id") || id.equals(update.get("_id")))
        && update.keySet().stream().noneMatch(field -> field.startsWith("$"));
  }

  private static Document withId(String id, Document update) {
    Document next = new Document("_id", id);
    next.putAll(update);
    Utils.validateFieldNames(next);
    return next;
  }

  /// Counting bytes would encode every document twice more at each write, and nobody needs the
  /// count.
  @Override
  protected boolean tracksDataSize() {
    return false;
  }

  @Override
  protected void updateDataSize(int sizeDelta) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected int getDataSize() {
    return 0;
  }
}
