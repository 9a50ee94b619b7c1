package info.powow.http.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Trusts the `X-Forwarded-For` and `X-Forwarded-Proto` of trusted proxies.
///
/// Each proxy appends the address of its peer to `X-Forwarded-For`. So the client is the last
/// address that is not a trusted proxy; anybody may have written what comes before it. Jetty's
/// `ForwardedRequestCustomizer` uses the first one, from anybody.
final class TrustedProxies implements HttpConfiguration.Customizer {
  private final Clients clients;

  TrustedProxies(Clients clients) {
    this.clients = clients;
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    if (!(request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress peer)
        || peer.getAddress() == null
        || !clients.isTrustedProxy(peer.getAddress())) {
      return request;
    }
    InetAddress client = client(request.getHeaders().getCSV(HttpHeader.X_FORWARDED_FOR, false));
    String scheme = scheme(request.getHeaders().getCSV(HttpHeader.X_FORWARDED_PROTO, false));
    if (client == null && scheme == null) {
      return request;
    }
    return new Forwarded(
        request,
        client == null ? peer : new InetSocketAddress(client, 0),
        scheme == null ? request.getHttpURI().getScheme() : scheme);
  }

  /// @return `null` if there is no possible client address
  private @Nullable InetAddress client(List<String> forwardedFor) {
    for (String hop : forwardedFor.reversed()) {
      InetAddress address = CidrBlock.literal(withoutPort(hop));
      if (address == null || !clients.isTrustedProxy(address)) {
        return address;
      }
    }
    return null;
  }

  /// Some proxies write `192.0.2.7:1234` or `[2001:db8::7]:1234`.
  private static String withoutPort(String hop) {
    int end = hop.lastIndexOf(':');
    boolean hasPort = end > 0 && (hop.charAt(end - 1) == ']' || hop.indexOf(':') == end);
    return hasPort ? hop.substring(0, end) : hop;
  }

  private static @Nullable String scheme(List<String> forwardedProto) {
    if (forwardedProto.isEmpty()) {
      return null;
    }
    String last = forwardedProto.getLast();
    if (HttpScheme.HTTPS.is(last)) {
      return HttpScheme.HTTPS.asString();
    }
    return HttpScheme.HTTP.is(last) ? HttpScheme.HTTP.asString() : null;
  }

  private static final class Forwarded extends Request.Wrapper {
    private final HttpURI uri;
    private final ConnectionMetaData connection;

    Forwarded(Request request, InetSocketAddress client, @Nullable String scheme) {
      super(request);
      this.uri = HttpURI.build(request.getHttpURI()).scheme(scheme).asImmutable();
      boolean secure = HttpScheme.HTTPS.is(scheme);
      this.connection =
          new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
            @Override
            public SocketAddress getRemoteSocketAddress() {
              return client;
            }

            @Override
            public boolean isSecure() {
              return secure;
            }
          };
    }

    @Override
    public HttpURI getHttpURI() {
      return uri;
    }

    @Override
    public ConnectionMetaData getConnectionMetaData() {
      return connection;
    }

    @Override
    public boolean isSecure() {
      return connection.isSecure();
    }
  }
}
