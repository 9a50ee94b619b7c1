package info.powow.projection.embedded;

import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requires the password before it answers anything on a connection (SASL mechanism PLAIN), because
/// every user of a machine can connect to a port on loopback.
///
/// Failures are returned to the driver. They are never logged with their documents, which contain
/// messages.
abstract class AuthenticatingBackend extends AbstractMongoBackend {
  static final String USER = "powow";

  private static final Logger LOG = LoggerFactory.getLogger(AuthenticatingBackend.class);

  /// The commands that drivers send before they authenticate, in lower case.
  private static final Set<String> BEFORE = Set.of("hello", "ismaster");

  private static final AttributeKey<Boolean> AUTHENTICATED =
      AttributeKey.valueOf(AuthenticatingBackend.class, "authenticated");

  private static final String ADMIN = "admin";
  private static final int BAD_VALUE = 2;
  private static final int UNAUTHORIZED = 13;
  private static final int AUTHENTICATION_FAILED = 18;

  /// With and without the authorization identity (RFC 4616), because drivers differ.
  private final List<byte[]> credentials;

  AuthenticatingBackend(String password) {
    String own = "\0" + USER + "\0" + password;
    this.credentials =
        List.of(
            own.getBytes(StandardCharsets.UTF_8), (USER + own).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Document handleMessage(MongoMessage message) {
    try {
      return super.handleMessage(message);
    } catch (MongoServerError e) {
      return failure(e.getCode(), e.getCodeName(), e.getMessageWithoutErrorCode());
    } catch (MongoServerException e) {
      return failure(BAD_VALUE, "BadValue", e.getMessageWithoutErrorCode());
    } catch (RuntimeException e) {
      if (isAuthenticated(message.getChannel())) {
        LOG.error("The embedded views cannot handle a command: {}", e.getClass().getName());
      }
      return failure(1, "InternalError", e.getClass().getSimpleName());
    }
  }

  @Override
  public Document handleCommand(
      Channel channel, String databaseName, String command, Document query) {
    String name = command.toLowerCase(Locale.ROOT);
    if (name.equals("saslstart")) {
      return authenticate(channel, query);
    }
    if (isAuthenticated(channel)) {
      return handleAuthenticated(channel, databaseName, command, query);
    }
    return BEFORE.contains(name)
        // In a database of the client's choice, the library would create that database.
        ? super.handleCommand(channel, ADMIN, command, query)
        : failure(UNAUTHORIZED, "Unauthorized", "Command requires authentication");
  }

  Document handleAuthenticated(
      Channel channel, String databaseName, String command, Document query) {
    return super.handleCommand(channel, databaseName, command, query);
  }

  /// The library tells every connection about the machine and the process.
  @Override
  public Document getServerStatus() {
    return new Document("ok", 1.0);
  }

  @Override
  public QueryResult handleQuery(MongoQuery query) {
    return isAuthenticated(query.getChannel()) ? answer(query) : new QueryResult();
  }

  QueryResult answer(MongoQuery query) {
    return super.handleQuery(query);
  }

  private Document authenticate(Channel channel, Document request) {
    boolean isKnown =
        "PLAIN".equals(request.get("mechanism"))
            && request.get("payload") instanceof BinData payload
            && credentials.stream()
                .anyMatch(known -> MessageDigest.isEqual(known, payload.getData()));
    if (!isKnown) {
      return failure(AUTHENTICATION_FAILED, "AuthenticationFailed", "Authentication failed");
    }
    channel.attr(AUTHENTICATED).set(true);
    return new Document("conversationId", 1)
        .append("done", true)
        .append("payload", new BinData(new byte[0]))
        .append("ok", 1.0);
  }

  static boolean isAuthenticated(Channel channel) {
    return Boolean.TRUE.equals(channel.attr(AUTHENTICATED).get());
  }

  private static Document failure(int code, String codeName, String message) {
    return new Document("ok", 0.0)
        .append("errmsg", message)
        .append("code", code)
        .append("codeName", codeName);
  }
}
