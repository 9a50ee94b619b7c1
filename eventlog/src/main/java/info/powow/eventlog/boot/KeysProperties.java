package info.powow.eventlog.boot;

import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.MasterKey;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// The keys under which personal data is sealed in the log, `powow.keys.*`.
///
/// @param folder where they are kept, on every node that reads or writes the log; beside the data
///     folder by default (`data-keys` for `data`). Never in a backup of the data folder
/// @param masterKey the key that wraps the folder, Base64 of 32 bytes; a file has it by default
/// @param masterKeyFile where the master key is kept, and made with a new key folder; `master.key` in
///     the key folder by default
@ConfigurationProperties("powow.keys")
public record KeysProperties(
    @Nullable Path folder, @Nullable String masterKey, @Nullable Path masterKeyFile) {

  KeyFolder open(Path log, Clock clock) {
    Path keys = folder(log);
    return KeyFolder.open(keys, MasterKey.of(masterKey, masterKeyFile, keys), clock);
  }

  /// The key folder of the log in this folder.
  Path folder(Path log) {
    return folder == null ? beside(log) : folder.toAbsolutePath().normalize();
  }

  private static Path beside(Path log) {
    Path data = log.toAbsolutePath().normalize().getParent();
    if (data == null || data.getFileName() == null) {
      throw new IllegalStateException("powow.keys.folder has to be set for a log in " + log);
    }
    return data.resolveSibling(data.getFileName() + "-keys");
  }

  /// Without the key: what is printed ends up in a log.
  @Override
  public String toString() {
    return "KeysProperties[folder=" + folder + ", masterKeyFile=" + masterKeyFile + "]";
  }
}
