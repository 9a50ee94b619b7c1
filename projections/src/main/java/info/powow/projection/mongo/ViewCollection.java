package info.powow.projection.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import info.powow.projector.ViewFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// A collection of documents of one kind.
public final class ViewCollection<T extends StoredView> {
  /// Small enough that one call of a large flush stays well below the timeout.
  private static final int WRITES_AT_ONCE = 2_000;

  private static final int DUPLICATE_KEY = 11_000;

  private static final BulkWriteOptions IN_ANY_ORDER = new BulkWriteOptions().ordered(false);
  private static final ReplaceOptions REPLACE_OR_INSERT = new ReplaceOptions().upsert(true);
  private static final UpdateOptions UPDATE_OR_INSERT = new UpdateOptions().upsert(true);

  private final MongoCollection<T> collection;
  private final ViewCodec<T> codec;

  ViewCollection(MongoCollection<T> collection, ViewCodec<T> codec) {
    this.collection = collection;
    this.codec = codec;
  }

  public String name() {
    return collection.getNamespace().getCollectionName();
  }

  /// The documents found by `_id`, and those found but unreadable.
  public record Found<T>(Map<String, T> views, Map<String, ViewFault> faults) {
    static final Found<?> NOTHING = new Found<>(Map.of(), Map.of());

    @SuppressWarnings("unchecked")
    static <T> Found<T> nothing() {
      return (Found<T>) NOTHING;
    }
  }

  public @Nullable T find(String id) {
    return find(List.of(id)).get(id);
  }

  /// Finds documents by id in one call; absent ones are omitted.
  ///
  /// @throws ViewFault if one cannot be read
  public Map<String, T> find(Collection<String> ids) {
    return orThrow(search(ids, null));
  }

  /// Like [#find], but reads only these fields.
  public Map<String, T> find(Collection<String> ids, List<String> fields) {
    return orThrow(search(ids, Projections.include(fields)));
  }

  private static <T> Map<String, T> orThrow(Found<T> found) {
    if (!found.faults().isEmpty()) {
      throw found.faults().values().iterator().next();
    }
    return found.views();
  }

  public Found<T> search(Collection<String> ids) {
    return search(ids, null);
  }

  private Found<T> search(Collection<String> ids, @Nullable Bson fields) {
    if (ids.isEmpty()) {
      return Found.nothing();
    }
    FindIterable<RawBsonDocument> documents =
        collection
            .withDocumentClass(RawBsonDocument.class)
            .find(
                ids.size() == 1 ? Filters.eq("_id", ids.iterator().next()) : Filters.in("_id", ids))
            .batchSize(ids.size() + 1);
    if (fields != null) {
      documents.projection(fields);
    }
    Map<String, T> views = new HashMap<>();
    Map<String, ViewFault> faults = new HashMap<>();
    for (RawBsonDocument document : documents) {
      try {
        T view = document.decode(codec);
        views.put(view.id(), view);
      } catch (RuntimeException e) {
        String id = document.getString("_id").getValue();
        faults.put(id, new ViewFault("document " + id + " of " + name() + " cannot be read", e));
      }
    }
    return new Found<>(views, faults);
  }

  /// Reads all documents, for collections that are naturally small, and for tests.
  public List<BsonDocument> all() {
    return collection.withDocumentClass(BsonDocument.class).find().into(new ArrayList<>());
  }

  /// Reads the documents that follow an id, in the order of ids.
  public List<T> after(String id, int max) {
    return ordered(Filters.gt("_id", id), Sorts.ascending("_id"), max);
  }

  /// Reads the documents before an id, the highest id first.
  ///
  /// @param id null to begin with the highest
  public List<T> before(@Nullable String id, int max) {
    return ordered(
        id == null ? Filters.empty() : Filters.lt("_id", id), Sorts.descending("_id"), max);
  }

  /// Of the documents that a filter selects, those before an id, the highest id first.
  ///
  /// @param id null to begin with the highest
  public List<T> before(@Nullable String id, Bson filter, int max) {
    return ordered(
        id == null ? filter : Filters.and(Filters.lt("_id", id), filter),
        Sorts.descending("_id"),
        max);
  }

  private List<T> ordered(Bson filter, Bson order, int max) {
    List<T> found = new ArrayList<>();
    for (RawBsonDocument document :
        collection.withDocumentClass(RawBsonDocument.class).find(filter).sort(order).limit(max)) {
      found.add(document.decode(codec));
    }
    return found;
  }

  /// Replaces an older document. A stored document that is as new or newer stays, so a delayed
  /// writer changes nothing.
  public static <T extends PositionedView> WriteModel<T> replacing(T view) {
    return new ReplaceOneModel<>(
        byId(view.id())
            .append(
                PositionedView.POSITION, new BsonDocument("$lt", new BsonInt64(view.position()))),
        view,
        REPLACE_OR_INSERT);
  }

  /// Replaces a document of the same position, and inserts none.
  public static <T extends PositionedView> WriteModel<T> rewriting(T view) {
    return new ReplaceOneModel<>(
        byId(view.id()).append(PositionedView.POSITION, new BsonInt64(view.position())), view);
  }

  /// Replaces a document unconditionally.
  public static <T extends StoredView> WriteModel<T> putting(T view) {
    return new ReplaceOneModel<>(byId(view.id()), view, REPLACE_OR_INSERT);
  }

  public static <T> WriteModel<T> updating(String id, BsonDocument update) {
    return new UpdateOneModel<>(byId(id), update, UPDATE_OR_INSERT);
  }

  /// Replaces older fields. Each is a document that begins with a position. MongoDB compares
  /// documents field by field, so the newer one wins.
  public static <T> WriteModel<T> advancing(String id, BsonDocument fields) {
    return updating(id, new BsonDocument("$max", fields));
  }

  private static BsonDocument byId(String id) {
    return new BsonDocument("_id", new BsonString(id));
  }

  /// Writes all of these in any order; each must concern a different document. Throws if one
  /// failed; others may have been written.
  public void write(List<WriteModel<T>> writes) {
    for (int from = 0; from < writes.size(); from += WRITES_AT_ONCE) {
      List<WriteModel<T>> some =
          writes.subList(from, Math.min(from + WRITES_AT_ONCE, writes.size()));
      // A write that was refused because another writer has just inserted the document finds it in
      // the second attempt. A write that is refused again is older than the stored document.
      List<WriteModel<T>> refused = attempt(some);
      if (!refused.isEmpty()) {
        attempt(refused);
      }
    }
  }

  /// @return writes that were refused because of the stored document
  private List<WriteModel<T>> attempt(List<WriteModel<T>> writes) {
    try {
      collection.bulkWrite(writes, IN_ANY_ORDER);
      return List.of();
    } catch (MongoBulkWriteException failed) {
      if (failed.getWriteConcernError() != null
          || failed.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
        throw failed;
      }
      return failed.getWriteErrors().stream()
          .<WriteModel<T>>map(error -> writes.get(error.getIndex()))
          .toList();
    }
  }

  /// Deletes a document if a field has this value.
  public void delete(String id, String field, String value) {
    collection.deleteOne(Filters.and(Filters.eq("_id", id), Filters.eq(field, value)));
  }

  /// Creates an index on a field, unless it exists.
  public void index(String field) {
    String _ = collection.createIndex(Indexes.ascending(field));
  }

  /// The ids of the documents in which a field has this value. Without an [#index] of the field, it
  /// reads the whole collection.
  public List<String> idsWhere(String field, String value) {
    List<String> ids = new ArrayList<>();
    for (BsonDocument document :
        collection
            .withDocumentClass(BsonDocument.class)
            .find(Filters.eq(field, value))
            .projection(Projections.include("_id"))) {
      ids.add(document.getString("_id").getValue());
    }
    return ids;
  }

  public void delete(String id) {
    collection.deleteOne(Filters.eq("_id", id));
  }
}
