package info.powow.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

class BatchBytesIT {
  @Test
  void aBatchHasTheBytesThatRocksDbWouldHaveBuilt(@TempDir Path folder) throws RocksDBException {
    RocksDB.loadLibrary();
    try (Options options = new Options().setCreateIfMissing(true);
        RocksDB db = RocksDB.open(options, folder.toString());
        ColumnFamilyHandle family = family(db);
        WriteBatch theirs = new WriteBatch()) {
      BatchBytes ours = new BatchBytes();
      Random random = new Random(1);
      for (int size : new int[] {0, 1, 127, 128, 16_383, 16_384, 70_000, 2_100_000}) {
        byte[] key = new byte[Math.min(size, 300)];
        byte[] value = new byte[size];
        random.nextBytes(key);
        random.nextBytes(value);
        ours.put(0, key, value);
        ours.put(family.getID(), key, value);
        theirs.put(key, value);
        theirs.put(family, key, value);
      }

      assertThat(ours.toArray()).isEqualTo(theirs.data());
      ours.clear();
      assertThat(ours.isEmpty()).isTrue();
      theirs.clear();
      ours.put(family.getID(), new byte[] {1}, new byte[] {2});
      theirs.put(family, new byte[] {1}, new byte[] {2});
      assertThat(ours.toArray()).isEqualTo(theirs.data());
    }
  }

  private static ColumnFamilyHandle family(RocksDB db) throws RocksDBException {
    ColumnFamilyHandle last = null;
    for (int i = 0; i < 3; i++) {
      if (last != null) {
        last.close();
      }
      last =
          db.createColumnFamily(
              new ColumnFamilyDescriptor(("family" + i).getBytes(StandardCharsets.UTF_8)));
    }
    return Objects.requireNonNull(last);
  }
}
