package info.powow.operator;

import info.powow.http.NodeSignature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Sends requests to the management port of another node, on its own threads and with a timeout.
final class HttpNodeClient implements NodeClient, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int THREADS = 2;
  private static final long MAX_ANSWER = 4 << 20;

  private final NodeSignature signature;
  private final ExecutorService threads;
  private final HttpClient http;

  HttpNodeClient(NodeSignature signature) {
    this.signature = signature;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS, task -> Thread.ofPlatform().name("powow-ops-nodes").daemon().unstarted(task));
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .executor(threads)
            .build();
  }

  @Override
  public CompletableFuture<Answer> send(URI node, String method, String path) {
    String signed = NodeEndpoint.PATH + path;
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve(signed))
            .timeout(TIMEOUT)
            .header("Authorization", signature.sign(method, signed))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
    return exchange
        .copy()
        // The timeout of a request covers only the time until its headers arrive.
        .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> exchange.cancel(true))
        .thenApply(response -> new Answer(response.statusCode(), response.body()));
  }

  @Override
  public void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }
}
