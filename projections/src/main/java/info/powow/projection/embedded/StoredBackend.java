package info.powow.projection.embedded;

import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps databases in a [DocumentStore]. Each command is a transaction.
///
/// The command `purgeDeleted` is not one of MongoDB's: see [Purges].
final class StoredBackend extends AuthenticatingBackend {
  private static final Logger LOG = LoggerFactory.getLogger(StoredBackend.class);
  private static final long RECOVERY_INTERVAL_NANOS = 1_000_000_000L;

  private final DocumentStore store;
  private final Purges purges;
  private long lastRecoveryNanos = System.nanoTime() - RECOVERY_INTERVAL_NANOS;

  StoredBackend(String password, DocumentStore store) {
    super(password);
    this.store = store;
    this.purges = new Purges(store);
    openDatabases();
  }

  private void openDatabases() {
    store.run(() -> {
      store.databases().forEach(this::resolveDatabase);
      return true;
    });
  }

  @Override
  protected StoredDatabase openOrCreateDatabase(String name) {
    return new StoredDatabase(name, getCursorRegistry(), store);
  }

  @Override
  Document handleAuthenticated(
      Channel channel, String databaseName, String command, Document query) {
    if (command.equals(Purges.COMMAND)) {
      return purges.handle(query);
    }
    return store.run(() -> {
      recover();
      return super.handleAuthenticated(channel, databaseName, command, query);
    });
  }

  @Override
  QueryResult answer(MongoQuery query) {
    return store.run(() -> {
      recover();
      return super.answer(query);
    });
  }

  /// After a failed write, as on a full disk, the disk is authoritative. Attempted at most once a
  /// second.
  private void recover() {
    if (!store.isBroken()) {
      return;
    }
    long now = System.nanoTime();
    if (now - lastRecoveryNanos < RECOVERY_INTERVAL_NANOS) {
      throw new StoreFailure("the store of the views cannot be written");
    }
    lastRecoveryNanos = now;
    store.reopen();
    // Forgets all databases.
    super.close();
    openDatabases();
    LOG.info("The store of the views was opened again after a failed write");
  }

  @Override
  public void close() {
    super.close();
    store.close();
  }
}
