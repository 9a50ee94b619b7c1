package info.powow.eventlog.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What becomes of payloads on their way to the disk and back. In memory they are plain.
public interface PayloadSeal {
  /// Leaves payloads as they are: for whoever copies a log and reads no event.
  PayloadSeal NONE =
      new PayloadSeal() {
        @Override
        public byte[] seal(Entry entry) {
          return entry.payload();
        }

        @Override
        public Entry open(Entry stored) {
          return stored;
        }

        @Override
        public byte[] sealSnapshot(Entry snapshot) {
          return snapshot.payload();
        }

        @Override
        public Optional<Entry> openSnapshot(Entry stored) {
          return Optional.of(stored);
        }

        @Override
        public String keyName(String key) {
          return key;
        }

        @Override
        public @Nullable String keysId() {
          return null;
        }
      };

  /// The payload as it is stored.
  ///
  /// @throws EventLogException when it can't be sealed: then it must not be stored
  byte[] seal(Entry entry);

  /// The entry with its payload plain again, or with what is left of it when its key was destroyed.
  ///
  /// @throws EventLogException when it can't be opened
  Entry open(Entry stored);

  byte[] sealSnapshot(Entry snapshot);

  /// Empty when the snapshot cannot be read any more: then it counts as none.
  Optional<Entry> openSnapshot(Entry stored);

  /// The name under which an idempotency key is kept.
  String keyName(String key);

  /// Tells whose keys are used; null when none are.
  @Nullable String keysId();
}
