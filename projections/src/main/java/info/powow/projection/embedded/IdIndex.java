package info.powow.projection.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.List;

/// Keeps `_id` unique. It stores nothing, because documents are stored by `_id`.
final class IdIndex extends Index<byte[]> {
  private final StoredCollection collection;

  IdIndex(String name, List<IndexKey> keys, StoredCollection collection) {
    super(name, keys, false);
    this.collection = collection;
  }

  @Override
  public byte[] getPosition(Document document) {
    return collection.keyOf(document);
  }

  @Override
  public void checkAdd(Document document, MongoCollection<byte[]> of) {
    if (collection.has(collection.keyOf(document))) {
      throw new DuplicateKeyError(
          this, of, getKeys(), new KeyValue(document.get(collection.idField())));
    }
  }

  @Override
  public void add(Document document, byte[] position, MongoCollection<byte[]> of) {
    // The document is stored by its _id.
  }

  @Override
  public byte[] remove(Document document) {
    return collection.keyOf(document);
  }

  /// Collections look documents up themselves.
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
    return collection.count();
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public long getDataSize() {
    return 0;
  }

  @Override
  public void checkUpdate(Document before, Document after, MongoCollection<byte[]> of) {
    // The library has checked that the _id stays.
  }

  @Override
  public void updateInPlace(
      Document before, Document after, byte[] position, MongoCollection<byte[]> of) {
    // As above.
  }

  @Override
  public boolean isUnique() {
    return true;
  }

  @Override
  public void drop() {
    // It stores nothing.
  }
}
