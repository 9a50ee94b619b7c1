package info.powow.tlog.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import info.powow.tlog.Checkpoint;
import info.powow.tlog.SignatureType;
import info.powow.tlog.SignedNote;
import info.powow.tlog.SigningKey;
import info.powow.tlog.TileFolder;
import info.powow.tlog.TilePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The witness against a log that is served over HTTP, and may lie.
class WitnessToolIT {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

  @TempDir Path temp;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final SigningKey key = SigningKey.make("chat.example.org/1", SignatureType.ED25519);
  private HttpServer server;
  private volatile TileFolder tiles;
  private volatile String checkpoint = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/tlog/", this::answer);
    server.start();
    tiles = TileFolder.open(temp.resolve("log"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/tlog/".length());
    byte[] body =
        switch (path) {
          case "checkpoint" -> checkpoint.getBytes(StandardCharsets.UTF_8);
          case "keys" -> (key.verifier() + "\n").getBytes(StandardCharsets.UTF_8);
          default -> tiles.read(TilePath.parse(path).orElseThrow());
        };
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void grow(TileFolder log, int size, String saying) throws IOException {
    log.append(
        IntStream.range((int) log.size(), size)
            .mapToObj(i -> (saying + i).getBytes(StandardCharsets.UTF_8))
            .toList());
    String text = new Checkpoint("chat.example.org/1", log.size(), log.root()).text();
    SignedNote note = new SignedNote(text, List.of(key.sign(text, CLOCK.instant())));
    log.publish(note);
    tiles = log;
    checkpoint = note.toString();
  }

  private int witness(String... more) {
    String[] arguments =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "http://localhost:" + server.getAddress().getPort(),
                    "--state",
                    temp.resolve("state").toString()),
                java.util.stream.Stream.of(more))
            .toArray(String[]::new);
    out.reset();
    err.reset();
    return new WitnessTool(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            CLOCK)
        .run(arguments);
  }

  @Test
  void aLogThatGrowsIsCosigned() throws IOException {
    for (int size : new int[] {1, 3, 256, 700}) {
      grow(tiles, size, "a");
      assertThat(witness()).isEqualTo(WitnessTool.OK);
    }
    Witness witness = Objects.requireNonNull(Witness.open(temp.resolve("state"), CLOCK));
    SignedNote printed =
        SignedNote.parse(out.toString(StandardCharsets.UTF_8).stripTrailing() + "\n");
    assertThat(Checkpoint.parse(printed.text()).size()).isEqualTo(700);
    assertThat(witness.keys())
        .hasSize(2)
        .allSatisfy(own -> assertThat(own.cosignedAt(printed)).contains(CLOCK.instant()));
    assertThat(printed.isSignedBy(key.verifier())).isTrue();
  }

  @Test
  void aForkIsRefusedForEver() throws IOException {
    grow(tiles, 300, "a");
    assertThat(witness()).isEqualTo(WitnessTool.OK);

    TileFolder honest = tiles;
    grow(TileFolder.open(temp.resolve("fork")), 400, "b");
    assertThat(witness()).isEqualTo(WitnessTool.REFUSED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("forked");

    grow(honest, 500, "a");
    assertThat(witness()).isEqualTo(WitnessTool.REFUSED);
    assertThat(out.size()).isZero();
  }

  @Test
  void anotherRootAtTheSameSizeIsAFork() throws IOException {
    grow(tiles, 256, "a");
    assertThat(witness()).isEqualTo(WitnessTool.OK);

    grow(TileFolder.open(temp.resolve("fork")), 256, "b");
    assertThat(witness()).isEqualTo(WitnessTool.REFUSED);
  }

  /// 256 is a power of two: its proof does not name the old root.
  @Test
  void aForkBehindACompleteTreeIsRefused() throws IOException {
    grow(tiles, 256, "a");
    assertThat(witness()).isEqualTo(WitnessTool.OK);

    grow(TileFolder.open(temp.resolve("fork")), 300, "b");
    assertThat(witness()).isEqualTo(WitnessTool.REFUSED);
  }

  @Test
  void damagedTilesDecideNothing() throws IOException {
    grow(tiles, 300, "a");
    assertThat(witness()).isEqualTo(WitnessTool.OK);
    TileFolder honest = tiles;
    grow(honest, 400, "a");
    TileFolder other = TileFolder.open(temp.resolve("other"));
    String signed = checkpoint;
    grow(other, 400, "b");
    checkpoint = signed;
    assertThat(witness()).isEqualTo(WitnessTool.FAILED);

    tiles = honest;
    assertThat(witness()).isEqualTo(WitnessTool.OK);
  }

  @Test
  void anOlderCheckpointIsNotCosigned() throws IOException {
    grow(tiles, 10, "a");
    String old = checkpoint;
    grow(tiles, 20, "a");
    assertThat(witness()).isEqualTo(WitnessTool.OK);

    checkpoint = old;
    assertThat(witness()).isEqualTo(WitnessTool.FAILED);
  }

  @Test
  void aCheckpointOfSomebodyElseIsNotCosigned() throws IOException {
    grow(tiles, 10, "a");
    SigningKey other = SigningKey.make("chat.example.org/1", SignatureType.ED25519);

    assertThat(witness("--log-key", other.verifier().toString())).isEqualTo(WitnessTool.FAILED);
  }

  @Test
  void anotherOriginIsRefused() throws IOException {
    grow(tiles, 10, "a");
    assertThat(witness()).isEqualTo(WitnessTool.OK);

    checkpoint = checkpoint.replace("chat.example.org/1\n", "chat.example.org/2\n");
    assertThat(witness()).isEqualTo(WitnessTool.REFUSED);
  }

  @Test
  void theStateIsForItsOwnerAlone() throws IOException {
    grow(tiles, 10, "a");
    witness();

    assertThat(Files.getPosixFilePermissions(temp.resolve("state"))).hasSize(2);
  }

  @Test
  void aStateThatCannotBeReadIsNeverReplaced() throws IOException {
    grow(tiles, 10, "a");
    Files.writeString(temp.resolve("state"), "something else");

    assertThat(witness()).isEqualTo(WitnessTool.FAILED);
    assertThat(temp.resolve("state")).hasContent("something else");
  }

  @Test
  void wrongUsageIsTold() {
    assertThat(witness("--unknown", "x")).isEqualTo(WitnessTool.MISUSED);
    assertThat(witness("--state")).isEqualTo(WitnessTool.MISUSED);
    assertThat(witness("--log-key", "x")).isEqualTo(WitnessTool.MISUSED);
    assertThat(witness("second")).isEqualTo(WitnessTool.MISUSED);
    assertThat(witness("--help")).isEqualTo(WitnessTool.OK);
  }

  @Test
  void aLogThatDoesNotAnswerDecidesNothing() {
    assertThat(witness()).isEqualTo(WitnessTool.FAILED);
  }
}
