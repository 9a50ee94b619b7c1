package info.powow.web;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// The operator's map of streets: one [PMTiles](https://github.com/protomaps/PMTiles) file, of which the page reads the parts that it needs
/// with `Range`. The path that clients use contains nothing that selects a file.
final class StreetMap implements Closeable {
  static final String PATH = "/streets/{version}";

  /// The most bytes of one answer; directories and tiles are smaller.
  static final int MOST = 1024 * 1024;

  /// The header and the first directory are within this many bytes.
  private static final int DIRECTORY = 16 * 1024;

  private static final MediaType PMTILES = MediaType.parseMediaType("application/vnd.pmtiles");
  private static final byte[] MAGIC = "PMTiles\3".getBytes(StandardCharsets.US_ASCII);

  private final FileChannel file;
  private final long size;
  private final String version;

  private StreetMap(FileChannel file, long size, String version) {
    this.file = file;
    this.size = size;
    this.version = version;
  }

  /// Opens the file. A file that replaces it later is served after a restart.
  static StreetMap open(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException("powow.page.tiles.file is not a file: " + path);
    }
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      long size = file.size();
      if (size < MAGIC.length || !read(file, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
        throw new IllegalArgumentException(
            "powow.page.tiles.file is no PMTiles file of version 3: " + path);
      }
      return new StreetMap(file, size, versionOf(file, size));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// The same on all nodes that have a copy: a hash of its size and its beginning, where its directory is.
  private static String versionOf(FileChannel file, long size) throws IOException {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
      hash.update(read(file, 0, (int) Math.min(size, DIRECTORY)));
      return HexFormat.of().formatHex(hash.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Where the page reads it. Changes with the file, so that browsers may keep the parts they have.
  String path() {
    return PATH.replace("{version}", version);
  }

  /// Answers GET with the one range that it asks for, and HEAD with the size.
  ServerResponse serve(ServerRequest request) throws IOException {
    if (!request.pathVariable("version").equals(version)) {
      return ServerResponse.notFound().build();
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      return ServerResponse.ok()
          .contentType(PMTILES)
          .contentLength(size)
          .header(HttpHeaders.ACCEPT_RANGES, "bytes")
          .build();
    }
    HttpRange range = rangeOf(request);
    long from = range == null ? size : range.getRangeStart(size);
    long to = range == null ? size : range.getRangeEnd(size);
    if (from >= size || to < from || to - from >= MOST) {
      return ServerResponse.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
          .header(HttpHeaders.CONTENT_RANGE, "bytes */" + size)
          .build();
    }
    return ServerResponse.status(HttpStatus.PARTIAL_CONTENT)
        .contentType(PMTILES)
        .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
        .eTag("\"" + version + "\"")
        .header(HttpHeaders.ACCEPT_RANGES, "bytes")
        .header(HttpHeaders.CONTENT_RANGE, "bytes %d-%d/%d".formatted(from, to, size))
        .body(read(file, from, (int) (to - from + 1)).array());
  }

  private static @Nullable HttpRange rangeOf(ServerRequest request) {
    try {
      List<HttpRange> ranges = request.headers().range();
      return ranges.size() == 1 ? ranges.getFirst() : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static ByteBuffer read(FileChannel file, long from, int length) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(length);
    while (part.hasRemaining()) {
      if (file.read(part, from + part.position()) < 0) {
        throw new IOException("the file of the street map was cut short");
      }
    }
    return part.flip();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
