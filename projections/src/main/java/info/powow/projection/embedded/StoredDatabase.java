package info.powow.projection.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.exception.BadValueException;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;

/// A database in a [DocumentStore].
final class StoredDatabase extends AbstractSynchronizedMongoDatabase<byte[]> {
  private static final String ID = "_id";

  private final DocumentStore store;

  /// Opens the collections and indexes that exist.
  StoredDatabase(String name, CursorRegistry cursors, DocumentStore store) {
    super(name, cursors);
    this.store = store;
    initializeNamespacesAndIndexes();
  }

  @Override
  protected StoredCollection openOrCreateCollection(String name, CollectionOptions options) {
    return new StoredCollection(
        this, name, options, cursorRegistry, store, store.collection(getDatabaseName(), name));
  }

  private StoredCollection collection(String name) {
    return (StoredCollection) resolveCollection(name, true);
  }

  @Override
  protected Index<byte[]> openOrCreateUniqueIndex(
      String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
    if (keys.size() != 1 || !keys.getFirst().getKey().equals(ID)) {
      throw new BadValueException("only _id can be unique here");
    }
    return new IdIndex(indexName, keys, collection(collectionName));
  }

  @Override
  protected Index<byte[]> openOrCreateSecondaryIndex(
      String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
    StoredCollection collection = collection(collectionName);
    return new SecondaryIndex(
        indexName, keys, collection, store, store.index(collection.prefix(), indexName));
  }

  @Override
  protected void dropIndex(MongoCollection<byte[]> collection, String indexName) {
    super.dropIndex(collection, indexName);
    store.dropIndex(((StoredCollection) collection).prefix(), indexName);
  }

  @Override
  public void dropCollection(String collectionName, Oplog oplog) {
    super.dropCollection(collectionName, oplog);
    store.dropCollection(getDatabaseName(), collectionName);
  }

  @Override
  public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String name) {
    throw new BadValueException("collections cannot be renamed here");
  }

  @Override
  protected long getStorageSize() {
    return 0;
  }

  @Override
  protected long getFileSize() {
    return 0;
  }
}
