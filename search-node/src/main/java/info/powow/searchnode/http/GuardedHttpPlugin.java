package info.powow.searchnode.http;

import info.powow.searchnode.Secret;
import java.net.InetAddress;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.elasticsearch.ElasticsearchStatusException;
import org.elasticsearch.TransportVersion;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.network.NetworkService;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.transport.BoundTransportAddress;
import org.elasticsearch.common.transport.TransportAddress;
import org.elasticsearch.common.util.BigArrays;
import org.elasticsearch.common.util.PageCacheRecycler;
import org.elasticsearch.common.util.concurrent.ThreadContext;
import org.elasticsearch.http.HttpPreRequest;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.http.netty4.Netty4HttpServerTransport;
import org.elasticsearch.http.netty4.internal.HttpValidator;
import org.elasticsearch.indices.breaker.CircuitBreakerService;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.telemetry.TelemetryProvider;
import org.elasticsearch.threadpool.ThreadPool;
import org.elasticsearch.transport.Transport;
import org.elasticsearch.transport.netty4.Netty4Plugin;
import org.elasticsearch.transport.netty4.Netty4Transport;
import org.elasticsearch.transport.netty4.SharedGroupFactory;
import org.elasticsearch.transport.netty4.TLSConfig;
import org.elasticsearch.xcontent.NamedXContentRegistry;
import org.jspecify.annotations.Nullable;

/// Elasticsearch's Netty transports, accessible only to the server that started this node.
///
/// Every user of the machine can connect to a port on loopback. HTTP therefore answers 401 to a
/// request without the node's [Secret], before it reads a body. The transport protocol between
/// nodes has no such check, so its port is not opened; a single node does not need it.
public final class GuardedHttpPlugin extends Netty4Plugin {
  private @Nullable SharedGroupFactory groups;

  private synchronized SharedGroupFactory groups(Settings settings) {
    SharedGroupFactory known = groups;
    if (known == null) {
      known = new SharedGroupFactory(settings);
      groups = known;
    }
    return known;
  }

  @Override
  public Map<String, Supplier<HttpServerTransport>> getHttpTransports(
      Settings settings,
      ThreadPool threadPool,
      BigArrays bigArrays,
      PageCacheRecycler recycler,
      CircuitBreakerService breakers,
      NamedXContentRegistry contents,
      NetworkService network,
      HttpServerTransport.Dispatcher dispatcher,
      BiConsumer<HttpPreRequest, ThreadContext> perRequest,
      ClusterSettings clusterSettings,
      TelemetryProvider telemetry) {
    HttpValidator secretIsKnown =
        (request, _, listener) -> {
          if (Secret.isKnownBy(request.headers().get("Authorization"))) {
            listener.onResponse(null);
          } else {
            listener.onFailure(
                new ElasticsearchStatusException(
                    "the secret of this node is required", RestStatus.UNAUTHORIZED));
          }
        };
    return Map.of(
        NETTY_HTTP_TRANSPORT_NAME,
        () ->
            new Netty4HttpServerTransport(
                settings,
                network,
                threadPool,
                contents,
                dispatcher,
                clusterSettings,
                groups(settings),
                telemetry,
                TLSConfig.noTLS(),
                null,
                secretIsKnown) {
              @Override
              protected void populatePerRequestThreadContext(
                  RestRequest request, ThreadContext context) {
                perRequest.accept(request.getHttpRequest(), context);
              }
            });
  }

  @Override
  public Map<String, Supplier<Transport>> getTransports(
      Settings settings,
      ThreadPool threadPool,
      PageCacheRecycler recycler,
      CircuitBreakerService breakers,
      NamedWriteableRegistry writeables,
      NetworkService network) {
    return Map.of(
        NETTY_TRANSPORT_NAME,
        () ->
            new Deaf(
                settings, threadPool, network, recycler, writeables, breakers, groups(settings)));
  }

  /// Opens no port.
  private static final class Deaf extends Netty4Transport {
    private static final TransportAddress NOWHERE =
        new TransportAddress(InetAddress.getLoopbackAddress(), 0);

    Deaf(
        Settings settings,
        ThreadPool threadPool,
        NetworkService network,
        PageCacheRecycler recycler,
        NamedWriteableRegistry writeables,
        CircuitBreakerService breakers,
        SharedGroupFactory groups) {
      super(
          settings,
          TransportVersion.current(),
          threadPool,
          network,
          recycler,
          writeables,
          breakers,
          groups);
    }

    @Override
    protected void bindServer(ProfileSettings profile) {}

    @Override
    public BoundTransportAddress boundAddress() {
      return new BoundTransportAddress(new TransportAddress[] {NOWHERE}, NOWHERE);
    }
  }
}
