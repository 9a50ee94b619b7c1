package info.powow.projection.embedded;

import info.powow.projection.mongo.ViewStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/// A server on the loopback address that speaks MongoDB's protocol, stores documents in RocksDB, and
/// requires a password.
public final class EmbeddedMongo implements AutoCloseable {
  /// Characters that need no escaping in a connection string.
  private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9._~-]{16,256}");

  private static final int RANDOM_BYTES = 32;

  private final WireServer server;
  private final String password;

  private EmbeddedMongo(WireServer server, String password) {
    this.server = server;
    this.password = password;
  }

  /// Starts on a free port, with a random password and an empty store in memory.
  public static EmbeddedMongo start() {
    return start(0, randomPassword());
  }

  /// Starts with an empty store in memory.
  ///
  /// @param port the port to listen on; 0 for a free one
  public static EmbeddedMongo start(int port, String password) {
    return start(DocumentStore.inMemory(), port, password);
  }

  /// Starts on a free port, with a random password.
  ///
  /// @param folder of the store; created if it does not exist
  public static EmbeddedMongo start(Path folder) throws IOException {
    return start(folder, 0, randomPassword());
  }

  /// @param folder of the store; created if it does not exist
  /// @param port the port to listen on; 0 for a free one
  public static EmbeddedMongo start(Path folder, int port, String password) throws IOException {
    return start(DocumentStore.in(folder, ViewStore.revision()), port, password);
  }

  private static String randomPassword() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static EmbeddedMongo start(DocumentStore store, int port, String password) {
    if (!PASSWORD.matcher(password).matches()) {
      throw new IllegalArgumentException(
          "the password of the embedded views must match " + PASSWORD.pattern());
    }
    try {
      return new EmbeddedMongo(new WireServer(new StoredBackend(password, store), port), password);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /// Host and port.
  public String address() {
    InetSocketAddress address = server.address();
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /// The connection string for drivers. It contains the password.
  public String uri() {
    return uri(address(), password);
  }

  /// The connection string of an embedded server in another process.
  public static String uri(String address, String password) {
    return "mongodb://%s:%s@%s/?authMechanism=PLAIN&authSource=%%24external"
        .formatted(AuthenticatingBackend.USER, password, address);
  }

  @Override
  public void close() {
    server.close();
  }
}
