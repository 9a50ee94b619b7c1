package info.powow.images.store;

import info.powow.domain.Rejected;
import info.powow.domain.image.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Stores files in a folder: `ab/ab12…/original` with the renditions beside it.
public final class FileImageStore implements ImageStore {
  private static final int FAN_OUT = 2;

  private final Object[] locks = Stream.generate(Object::new).limit(256).toArray();
  private final Path folder;
  private final Path incoming;
  private final Clock clock;

  public FileImageStore(Path folder, Clock clock) {
    this.folder = folder;
    this.incoming = folder.resolve("incoming");
    this.clock = clock;
    try {
      Files.createDirectories(incoming);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder of pictures is not usable", e);
    }
  }

  private Path folderOf(ContentHash hash) {
    return folder.resolve(hash.value().substring(0, FAN_OUT)).resolve(hash.value());
  }

  private Path fileOf(ContentHash hash, String name) {
    if (!name.matches("[A-Za-z0-9.-]{1,64}") || name.startsWith(".")) {
      throw new IllegalArgumentException("not the name of a picture's file");
    }
    return folderOf(hash).resolve(name);
  }

  @Override
  public void put(ContentHash hash, String name, Path file) throws IOException {
    Path to = fileOf(hash, name);
    Path complete = Files.createTempFile(incoming, "put", ".part");
    try {
      Files.copy(file, complete, StandardCopyOption.REPLACE_EXISTING);
      force(complete, StandardOpenOption.WRITE);
      synchronized (lockOf(hash)) {
        if (!isTouched(to)) {
          Files.setLastModifiedTime(complete, FileTime.from(clock.instant()));
          Path all = folderOf(hash);
          createFolder(all);
          // Renamed only when complete.
          Files.move(complete, to, StandardCopyOption.ATOMIC_MOVE);
          force(all, StandardOpenOption.READ);
        }
      }
    } finally {
      Files.deleteIfExists(complete);
    }
  }

  private boolean isTouched(Path file) throws IOException {
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private Object lockOf(ContentHash hash) {
    return locks[Integer.parseInt(hash.value(), 0, FAN_OUT, 16)];
  }

  private void createFolder(Path all) throws IOException {
    if (Files.isDirectory(all)) {
      return;
    }
    Files.createDirectories(all);
    force(all.resolveSibling("."), StandardOpenOption.READ);
    force(folder, StandardOpenOption.READ);
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  @Override
  public Optional<Stored> find(ContentHash hash, String name) throws IOException {
    Path file = fileOf(hash, name);
    try {
      return Optional.of(new StoredFile(file, Files.size(file)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private record StoredFile(Path file, long bytes) implements Stored {
    @Override
    public InputStream open(long from) throws IOException {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return Channels.newInputStream(channel.position(from));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  @Override
  public void delete(ContentHash hash, String name) throws IOException {
    Files.deleteIfExists(fileOf(hash, name));
  }

  /// The original is deleted last. A crash in between leaves nothing that exists but cannot be
  /// found.
  @Override
  public boolean deleteAll(ContentHash hash, Instant unlessPutSince) throws IOException {
    synchronized (lockOf(hash)) {
      Path original = fileOf(hash, ORIGINAL);
      if (Files.exists(original)
          && !Files.getLastModifiedTime(original).toInstant().isBefore(unlessPutSince)) {
        return false;
      }
      return isDeleted(folderOf(hash));
    }
  }

  private static boolean isDeleted(Path all) throws IOException {
    if (!Files.isDirectory(all)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(all)) {
      for (Path file : files) {
        if (!file.getFileName().toString().equals(ORIGINAL)) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(all.resolve(ORIGINAL));
    Files.deleteIfExists(all);
    return true;
  }

  @Override
  public void each(Consumer<Entry> visitor) throws IOException {
    try (DirectoryStream<Path> fans = Files.newDirectoryStream(folder, "??")) {
      for (Path fan : fans) {
        try (DirectoryStream<Path> hashes = Files.newDirectoryStream(fan)) {
          for (Path hash : hashes) {
            visit(hash, visitor);
          }
        }
      }
    }
  }

  private static void visit(Path folder, Consumer<Entry> visitor) throws IOException {
    ContentHash hash;
    try {
      hash = new ContentHash(folder.getFileName().toString());
    } catch (Rejected _) {
      // Not one of our files.
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        visitor.accept(
            new Entry(
                hash,
                file.getFileName().toString(),
                attributes.size(),
                attributes.lastModifiedTime().toInstant()));
      }
    } catch (NoSuchFileException _) {
      // Deleted in the meantime.
    }
  }

  @Override
  public int clearAbandoned() throws IOException {
    return StaleTempFiles.clear(incoming, clock.instant());
  }

  @Override
  public void close() {}
}
