package info.powow.analytics.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.analytics.duckdb.DuckDbChild.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbLibraryIT {
  @TempDir private Path folder;

  /// Fails with a new version of DuckDB: then take its hashes.
  @Test
  void theHashesAreThoseOfTheJar() throws Exception {
    for (String platform : DuckDbLibrary.SHA_256.keySet()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in =
          Objects.requireNonNull(
              DuckDbLibrary.class.getResourceAsStream('/' + DuckDbLibrary.RESOURCE + platform))) {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
      assertThat(HexFormat.of().formatHex(digest.digest()))
          .as(platform)
          .isEqualTo(DuckDbLibrary.SHA_256.get(platform));
    }
  }

  @Test
  void itIsUnpackedOnceAndAgainIfItIsDamagedAndReplacesOlderVersions() throws IOException {
    Files.createFile(folder.resolve("duckdb-0123456789abcdef.lib"));
    Path library = Objects.requireNonNull(DuckDbLibrary.in(folder));
    FileTime before = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(library, before);

    assertThat(DuckDbLibrary.in(folder)).isEqualTo(library);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(before);

    Files.write(library, new byte[] {0});
    assertThat(DuckDbLibrary.in(folder)).isEqualTo(library);
    assertThat(Files.size(library)).isGreaterThan(1 << 20);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(library);
    }
  }

  @Test
  void aChildUsesItAndUnpacksNothing() throws IOException {
    Path own = folder.resolve("child");
    try (DuckDbChild child =
        new DuckDbChild("of a test", own, new Limits(64, 700, 100, Duration.ofMinutes(1)))) {
      assertThat(child.run(List.of("SELECT 1")).failure()).isNull();
      try (Stream<Path> files = Files.list(own)) {
        assertThat(files).isEmpty();
      }
    }
  }
}
