package info.powow.projection.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An index that is not unique: for each document, one key with the values of its fields, or
/// several if a field is an array.
final class SecondaryIndex extends Index<byte[]> {
  /// More are not looked up one by one.
  private static final int MOST_PREFIXES = 1_000;

  private final StoredCollection collection;
  private final DocumentStore store;
  private final byte[] prefix;
  private final List<String> fields;

  SecondaryIndex(
      String name,
      List<IndexKey> keys,
      StoredCollection collection,
      DocumentStore store,
      byte[] prefix) {
    // Sparse, for the library: documents are not required to be in it.
    super(name, keys, true);
    this.collection = collection;
    this.store = store;
    this.prefix = prefix;
    this.fields = List.copyOf(keys());
  }

  private Set<ByteBuffer> keysOf(Document document) {
    byte[] position = collection.keyOf(document);
    Set<ByteBuffer> keys = new HashSet<>();
    for (KeyValue values : getKeyValues(document)) {
      byte[] key = KeyOrder.encode(prefix, values.stream().toArray());
      keys.add(ByteBuffer.allocate(key.length + position.length).put(key).put(position).flip());
    }
    return keys;
  }

  /// Where to find the documents that fulfil the conditions on this index.
  ///
  /// @param parts ranges of the index, each in the order of the fields after [#equal]
  /// @param equal how many fields have a single value in each part
  record Lookup(SecondaryIndex index, List<Part> parts, int equal, int narrowed) {
    record Part(byte[] from, byte[] to) {}

    /// Whether each part is in this order.
    boolean isOrderedBy(@Nullable Document orderBy) {
      if (orderBy == null) {
        return true;
      }
      List<String> order = List.copyOf(orderBy.keySet());
      List<String> rest = index.fields.subList(equal, index.fields.size());
      return order.size() <= rest.size()
          && rest.subList(0, order.size()).equals(order)
          && orderBy.values().stream()
              .allMatch(direction -> direction instanceof Number up && up.intValue() == 1);
    }

    /// The positions of the documents of a part. Must be closed.
    Stream<byte[]> positions(Part part) {
      return index.store.scan(part.from(), part.to()).map(DocumentStore.Entry::value);
    }
  }

  /// Returns null if the first field has no condition.
  @Nullable Lookup lookup(Conditions conditions) {
    List<byte[]> prefixes = List.of(prefix);
    int equal = 0;
    while (equal < fields.size()) {
      List<@Nullable Object> values = conditions.valuesOf(fields.get(equal));
      if (values == null || (long) values.size() * prefixes.size() > MOST_PREFIXES) {
        break;
      }
      List<byte[]> longer = new ArrayList<>();
      for (byte[] start : prefixes) {
        for (Object value : values) {
          longer.add(KeyOrder.encode(start, value));
        }
      }
      prefixes = longer;
      equal++;
    }
    String next = equal < fields.size() ? fields.get(equal) : null;
    boolean isRange = next != null && bound(conditions, next) != null;
    if (equal == 0 && !isRange) {
      return null;
    }
    List<Lookup.Part> parts =
        prefixes.stream()
            .map(start ->
                next != null && isRange
                    ? range(start, conditions, next)
                    : new Lookup.Part(start, KeyOrder.after(start)))
            .toList();
    return new Lookup(this, parts, equal, isRange ? equal + 1 : equal);
  }

  private static @Nullable Object bound(Conditions conditions, String field) {
    for (String operator : List.of("$gt", "$gte", "$lt", "$lte")) {
      Object bound = conditions.bound(field, operator);
      if (bound != null) {
        return bound;
      }
    }
    return null;
  }

  /// Uses one of the bounds, because different items of an array may fulfil two.
  private static Lookup.Part range(byte[] start, Conditions conditions, String field) {
    for (String operator : List.of("$gt", "$gte")) {
      Object bound = conditions.bound(field, operator);
      if (bound != null) {
        byte[] from = KeyOrder.encode(start, bound);
        return new Lookup.Part(
            operator.equals("$gt") ? KeyOrder.after(from) : from,
            KeyOrder.after(KeyOrder.typePrefix(start, bound)));
      }
    }
    for (String operator : List.of("$lt", "$lte")) {
      Object bound = conditions.bound(field, operator);
      if (bound != null) {
        byte[] to = KeyOrder.encode(start, bound);
        return new Lookup.Part(
            KeyOrder.typePrefix(start, bound), operator.equals("$lte") ? KeyOrder.after(to) : to);
      }
    }
    throw new IllegalArgumentException(field);
  }

  @Override
  public byte @Nullable [] getPosition(Document document) {
    return null;
  }

  @Override
  public void checkAdd(Document document, MongoCollection<byte[]> of) {
    // Any number of documents may have the same values.
  }

  @Override
  public void add(Document document, byte[] position, MongoCollection<byte[]> of) {
    keysOf(document).forEach(key -> store.put(key.array(), position));
  }

  @Override
  public byte @Nullable [] remove(Document document) {
    keysOf(document).forEach(key -> store.delete(key.array()));
    return null;
  }

  @Override
  public void checkUpdate(Document before, Document after, MongoCollection<byte[]> of) {
    // As for additions.
  }

  @Override
  public void updateInPlace(
      Document before, Document after, byte[] position, MongoCollection<byte[]> of) {
    Set<ByteBuffer> old = keysOf(before);
    Set<ByteBuffer> current = keysOf(after);
    for (ByteBuffer key : old) {
      if (!current.contains(key)) {
        store.delete(key.array());
      }
    }
    for (ByteBuffer key : current) {
      if (!old.contains(key)) {
        store.put(key.array(), position);
      }
    }
  }

  /// Collections use [#lookup].
  @Override
  public boolean canHandle(Document query) {
    return false;
  }

  @Override
  public Iterable<byte[]> getPositions(Document query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long getCount() {
    try (Stream<?> all = store.scan(prefix)) {
      return all.count();
    }
  }

  @Override
  public boolean isEmpty() {
    try (Stream<?> all = store.scan(prefix)) {
      return all.findFirst().isEmpty();
    }
  }

  @Override
  public long getDataSize() {
    return 0;
  }

  @Override
  public void drop() {
    // The database deletes it.
  }
}
