package info.powow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other users of the machine must not be able to read messages and pictures in the stores.
class DataFolderTest {
  @TempDir private Path parent;

  @Test
  void aNewFolderBelongsToItsUserAlone() throws IOException {
    Path data = parent.resolve("data");
    DataFolder.keepPrivate(data);
    assertThat(permissions(data)).isEqualTo("rwx------");
  }

  @Test
  void anOlderFolderIsClosedToOthersButNotToItsGroup() throws IOException {
    Path data = Files.createDirectory(parent.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    DataFolder.keepPrivate(data);
    assertThat(permissions(data)).isEqualTo("rwxr-x---");
  }

  @Test
  void aFolderOfPowowIsKnownByWhatIsInIt() throws IOException {
    Path data = Files.createDirectory(parent.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(data.resolve("lost+found"));
    Files.createDirectories(data.resolve("images/incoming"));
    DataFolder.keepPrivate(data);
    assertThat(permissions(data)).isEqualTo("rwxr-x---");
  }

  @Test
  void aFolderWithOtherThingsInItIsLeftAsItIs() throws IOException {
    Path data = Files.createDirectory(parent.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(data.resolve("log"));
    DataFolder.keepPrivate(data);
    assertThat(permissions(data)).isEqualTo("rwxr-xr-x");
  }

  private static String permissions(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
