package info.powow.projection.search;

import co.elastic.clients.transport.TransportOptions;
import co.elastic.clients.transport.http.TransportHttpClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Sends the body of a request in one piece. The client makes two pieces of each document of a bulk
/// request and sends each separately, with a turn of its selector and a packet for two hundred
/// bytes.
record SinglePacketBodies(TransportHttpClient http) implements TransportHttpClient {
  @Override
  public TransportOptions createOptions(@Nullable TransportOptions options) {
    return http.createOptions(options);
  }

  @Override
  public Response performRequest(
      String endpoint, @Nullable Node node, Request request, TransportOptions options)
      throws IOException {
    return http.performRequest(endpoint, node, whole(request), options);
  }

  @Override
  public CompletableFuture<Response> performRequestAsync(
      String endpoint, @Nullable Node node, Request request, TransportOptions options) {
    return http.performRequestAsync(endpoint, node, whole(request), options);
  }

  private static Request whole(Request request) {
    Iterable<ByteBuffer> body = request.body();
    if (body == null) {
      return request;
    }
    List<ByteBuffer> parts = new ArrayList<>();
    body.forEach(parts::add);
    if (parts.size() < 2) {
      return request;
    }
    ByteBuffer whole = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum());
    // Duplicated, because some are shared by all requests.
    parts.forEach(part -> whole.put(part.duplicate()));
    return new Request(
        request.method(),
        request.path(),
        request.queryParams(),
        request.headers(),
        List.of(whole.flip()));
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
