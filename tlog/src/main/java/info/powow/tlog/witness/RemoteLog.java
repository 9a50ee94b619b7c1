package info.powow.tlog.witness;

import info.powow.tlog.SignedNote;
import info.powow.tlog.TilePath;
import info.powow.tlog.TileReader;
import info.powow.tlog.TreeHash;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A log that is served over HTTP (C2SP tlog-tiles).
final class RemoteLog implements TileReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_TILE = TilePath.WIDTH * TreeHash.BYTES;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI prefix;

  /// @param prefix ends with a slash
  RemoteLog(URI prefix) {
    this.prefix = prefix;
  }

  /// The newest checkpoint, not yet verified.
  String checkpoint() throws IOException {
    return text("checkpoint");
  }

  /// The keys that the log says it has, one on a line.
  String keys() throws IOException {
    return text("keys");
  }

  private String text(String path) throws IOException {
    return new String(get(path, SignedNote.MAX_BYTES), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] read(TilePath tile) throws IOException {
    return get(tile.toString(), MAX_TILE);
  }

  private byte[] get(String path, long atMost) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(prefix.resolve(path)).timeout(TIMEOUT).GET().build();
    HttpResponse<byte[]> response;
    try {
      response = client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), atMost));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    }
    if (response.statusCode() != 200) {
      throw new IOException(
          request.uri()
              + " answered "
              + response.statusCode()
              + (response.statusCode() == 404
                  ? ": is the log public there (powow.tlog.public)?"
                  : ""));
    }
    return response.body();
  }
}
