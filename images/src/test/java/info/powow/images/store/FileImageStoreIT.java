package info.powow.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.image.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileImageStoreIT extends ImageStoreContract {
  @TempDir private Path data;

  @Override
  ImageStore open(Clock clock) {
    return new FileImageStore(data, clock);
  }

  @Override
  void endWhilePutting(ContentHash hash, String name, Instant at) throws IOException {
    Path part = Files.createTempFile(data.resolve("incoming"), "put", ".part");
    Files.setLastModifiedTime(part, FileTime.from(at));
  }

  @Override
  long unfinished() throws IOException {
    try (Stream<Path> parts = Files.list(data.resolve("incoming"))) {
      return parts.count();
    }
  }

  @Test
  void whatIsNoneOfItsFilesIsLeftAlone() throws IOException {
    Path foreign = Files.createDirectories(data.resolve("ab").resolve("notes"));
    try (ImageStore store = open(Clock.systemUTC())) {
      store.each(entry -> {
        throw new AssertionError("visited " + entry);
      });
    }
    assertThat(foreign).exists();
  }

  @Test
  void aNameDoesNotLeadOutOfTheFolder() {
    try (ImageStore store = open(Clock.systemUTC())) {
      ContentHash hash = new ContentHash("0".repeat(64));
      for (String name : new String[] {"../original", "a/b", "..", ""}) {
        assertThatThrownBy(() -> store.find(hash, name))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
