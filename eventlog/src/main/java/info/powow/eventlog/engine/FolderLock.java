package info.powow.eventlog.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Ensures that one process at a time uses the folder. The operating system releases the lock when
/// the process ends, however it ends.
final class FolderLock implements AutoCloseable {
  private static final String FILE = "IN-USE";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  static FolderLock take(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = lockOrNull(channel);
      if (lock == null) {
        throw new EventLogInUse(folder, holder(file));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock lockOrNull(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /// The process that took the lock last, and may have released it; empty if there was none.
  static OptionalLong lastHolder(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    String pid =
        Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII).strip() : "";
    return pid.matches("\\d{1,10}") ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty();
  }

  private static String holder(Path file) throws IOException {
    String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (pid.equals(Long.toString(ProcessHandle.current().pid()))) {
      return "this same process";
    }
    return pid.isEmpty() ? "another process" : "process " + pid;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
