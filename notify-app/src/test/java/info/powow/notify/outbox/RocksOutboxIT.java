package info.powow.notify.outbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.TtlDB;

class RocksOutboxIT extends OutboxConformance {
  @TempDir Path folder;

  @Override
  Outbox open() {
    return new RocksOutbox(folder);
  }

  @Override
  void overwrite(String key, byte[] stored) {
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (Options options = new Options();
        DBOptions opened = new DBOptions()) {
      List<ColumnFamilyDescriptor> families =
          RocksDB.listColumnFamilies(options, folder.toString()).stream()
              .map(ColumnFamilyDescriptor::new)
              .toList();
      List<Integer> forever = Collections.nCopies(families.size(), 0);
      try (TtlDB db = TtlDB.open(opened, folder.toString(), families, handles, forever, false)) {
        for (ColumnFamilyHandle each : handles) {
          if (Arrays.equals(each.getName(), "rows".getBytes(StandardCharsets.UTF_8))) {
            db.put(each, key.getBytes(StandardCharsets.UTF_8), stored);
          }
        }
        handles.forEach(ColumnFamilyHandle::close);
      }
    } catch (RocksDBException e) {
      throw new AssertionError(e);
    }
  }
}
