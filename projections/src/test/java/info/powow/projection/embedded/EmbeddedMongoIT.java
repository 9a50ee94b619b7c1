package info.powow.projection.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.bson.BinData;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Other users of the machine can connect to the embedded views, but must learn nothing.
class EmbeddedMongoIT {
  private static final String SECRET_TEXT = "meet me at the old mill";
  private static final int OP_QUERY = 2004;

  private final EmbeddedMongo mongo = EmbeddedMongo.start();
  private final MongoClient client = MongoClients.create(mongo.uri());

  EmbeddedMongoIT() {
    client
        .getDatabase("powow")
        .getCollection("messages")
        .insertOne(new Document("_id", 1).append("text", SECRET_TEXT));
  }

  @AfterEach
  void close() {
    client.close();
    mongo.close();
  }

  @Test
  void whoeverHasThePasswordReadsAndWrites() {
    assertThat(client.getDatabase("powow").getCollection("messages").find().first())
        .containsEntry("text", SECRET_TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"find", "count", "drop", "dropDatabase", "getMore", "listCollections"})
  void withoutThePasswordEveryCommandIsRefused(String command) {
    try (MongoClient stranger = MongoClients.create("mongodb://" + mongo.address())) {
      assertThatThrownBy(() ->
              stranger
                  .getDatabase("powow")
                  .runCommand(new Document(command, "messages").append("collection", "messages")))
          .isInstanceOfSatisfying(
              MongoCommandException.class,
              refused -> assertThat(refused.getErrorCode()).isEqualTo(13));
    }
    whoeverHasThePasswordReadsAndWrites();
  }

  @Test
  void aStrangerCreatesNoDatabase() {
    try (MongoClient stranger = MongoClients.create("mongodb://" + mongo.address())) {
      assertThatThrownBy(
              () -> stranger.getDatabase("of_a_stranger").runCommand(new Document("hello", 1)))
          .isInstanceOf(MongoCommandException.class);
    }
    assertThat(client.listDatabaseNames()).contains("powow").doesNotContain("of_a_stranger");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "powow:wrong-password-of-that-length@%s/?authMechanism=PLAIN&authSource=%%24external",
        "someone:wrong-password-of-that-length@%s/?authMechanism=PLAIN&authSource=%%24external",
        "powow:wrong-password-of-that-length@%s/?authMechanism=SCRAM-SHA-256"
      })
  void aWrongPasswordIsRefused(String credentials) {
    String uri = "mongodb://" + credentials.formatted(mongo.address());
    try (MongoClient stranger = MongoClients.create(uri)) {
      assertThatThrownBy(() -> stranger.getDatabase("powow").listCollectionNames().first())
          .isInstanceOf(MongoSecurityException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "powow"})
  void driversMayNameTheUserOnWhoseBehalfTheyConnect(String behalf) {
    byte[] payload = (behalf + "\0powow\0the-password-of-a-test").getBytes(StandardCharsets.UTF_8);
    assertThat(
            new StoredBackend("the-password-of-a-test", DocumentStore.inMemory())
                .handleCommand(
                    new EmbeddedChannel(),
                    "$external",
                    "saslStart",
                    new de.bwaldvogel.mongo.bson.Document("mechanism", "PLAIN")
                        .append("payload", new BinData(payload))))
        .containsEntry("done", true);
  }

  /// The opcode of old drivers, which takes another path through the library.
  @ParameterizedTest
  @ValueSource(strings = {"powow.messages", "powow.$cmd"})
  void anOldQueryWithoutThePasswordIsAnsweredWithNothing(String collection) throws IOException {
    BsonDocument query = new BsonDocument();
    if (collection.endsWith("$cmd")) {
      query.put("find", new BsonString("messages"));
    }
    assertThat(new String(answerTo(query(collection, query)), StandardCharsets.UTF_8))
        .doesNotContain(SECRET_TEXT);
  }

  @Test
  void anotherProtocolIsAnsweredByClosing() throws IOException {
    byte[] request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    assertThat(answerTo(request)).isEmpty();
  }

  /// The message is refused by its length, before the rest of it is read and kept.
  @Test
  void aLongMessageWithoutThePasswordClosesTheConnection() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(Unauthenticated.MAX_MESSAGE_BYTES + 1).putInt(1).putInt(0).putInt(OP_QUERY);
    assertThat(answerTo(head.array())).isEmpty();
  }

  @Test
  void whoeverHasThePasswordSendsMore() {
    String text = "x".repeat(2 * Unauthenticated.MAX_MESSAGE_BYTES);
    client
        .getDatabase("powow")
        .getCollection("messages")
        .insertOne(new Document("_id", 2).append("text", text));
    assertThat(client.getDatabase("powow").getCollection("messages").countDocuments()).isEqualTo(2);
  }

  @Test
  void tooManyConnectionsWithoutThePasswordCloseTheOneThatIsSilentForLongest() throws IOException {
    List<Socket> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < Unauthenticated.MAX_CONNECTIONS + 50; i++) {
        strangers.add(connect());
      }
      assertThat(strangers.getFirst().getInputStream().read()).isEqualTo(-1);
      try (MongoClient late = MongoClients.create(mongo.uri())) {
        assertThat(late.getDatabase("powow").getCollection("messages").find().first())
            .containsEntry("text", SECRET_TEXT);
      }
      whoeverHasThePasswordReadsAndWrites();
    } finally {
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  @Test
  void whoeverDoesNotReadTheAnswersIsDisconnected() throws IOException {
    BsonDocument hello = new BsonDocument("isMaster", new BsonInt32(1));
    byte[] request = query("admin.$cmd", hello);
    try (Socket stranger = connect()) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000_000; i++) {
                  stranger.getOutputStream().write(request);
                }
              })
          .isInstanceOf(IOException.class);
    }
    whoeverHasThePasswordReadsAndWrites();
  }

  @Test
  void whatFailsIsNotLoggedWithItsDocument() {
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(logged);
    // As if nobody had silenced the library, which logs documents.
    Logger library = (Logger) LoggerFactory.getLogger("de.bwaldvogel.mongo");
    Level silenced = library.getLevel();
    library.setLevel(Level.WARN);
    try {
      for (Document broken :
          List.of(
              new Document("find", "messages").append("filter", new Document("$no", SECRET_TEXT)),
              new Document("aggregate", "messages")
                  .append("cursor", new Document())
                  .append("pipeline", List.of(new Document("$no", SECRET_TEXT))))) {
        assertThatThrownBy(() -> client.getDatabase("powow").runCommand(broken))
            .isInstanceOf(MongoException.class);
      }
    } finally {
      library.setLevel(silenced);
      root.detachAppender(logged);
    }
    assertThat(logged.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .noneMatch(event ->
            event.getFormattedMessage().contains(SECRET_TEXT) || event.getThrowableProxy() != null);
  }

  private static byte[] query(String collection, BsonDocument query) {
    BasicOutputBuffer document = new BasicOutputBuffer();
    try (BsonBinaryWriter writer = new BsonBinaryWriter(document)) {
      new BsonDocumentCodec().encode(writer, query, EncoderContext.builder().build());
    }
    byte[] name = (collection + "\0").getBytes(StandardCharsets.UTF_8);
    int length = 4 * 4 + 4 + name.length + 2 * 4 + document.size();
    ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(length).putInt(1).putInt(0).putInt(OP_QUERY);
    message.putInt(0).put(name).putInt(0).putInt(10);
    return message.put(document.toByteArray()).array();
  }

  /// Reads until the server closes the connection, or until one whole answer has arrived.
  private byte[] answerTo(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request);
      byte[] head = socket.getInputStream().readNBytes(4);
      if (head.length < 4) {
        return head;
      }
      int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
      byte[] rest = socket.getInputStream().readNBytes(length - 4);
      byte[] answer = Arrays.copyOf(head, length);
      System.arraycopy(rest, 0, answer, 4, rest.length);
      return answer;
    }
  }

  private Socket connect() throws IOException {
    String address = mongo.address();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }
}
