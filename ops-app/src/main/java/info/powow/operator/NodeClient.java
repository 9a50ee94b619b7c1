package info.powow.operator;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/// Sends requests to another node.
interface NodeClient {
  /// @param status of HTTP
  record Answer(int status, byte[] body) {
    private static final int OK = 200;

    boolean isOk() {
      return status == OK;
    }
  }

  /// @param node the origin of its management port
  /// @param path below [NodeEndpoint#PATH], encoded; empty, or with a leading slash
  /// @return completes exceptionally if the node does not answer in time
  CompletableFuture<Answer> send(URI node, String method, String path);
}
