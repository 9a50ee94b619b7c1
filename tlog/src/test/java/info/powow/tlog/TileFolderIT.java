package info.powow.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileFolderIT {
  private static final SigningKey KEY = SigningKey.make("log", SignatureType.ED25519);

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void newFolder() {
    folder = temp.resolve("tlog");
  }

  static List<byte[]> leaves(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> ("leaf " + i).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  static SignedNote checkpoint(TileFolder tiles) {
    String text = new Checkpoint("log", tiles.size(), tiles.root()).text();
    return new SignedNote(text, List.of(KEY.sign(text, Instant.EPOCH)));
  }

  private TileFolder filled(int... sizes) throws IOException {
    TileFolder tiles = TileFolder.open(folder);
    for (int size : sizes) {
      tiles.append(leaves((int) tiles.size(), size));
      tiles.publish(checkpoint(tiles));
    }
    return tiles;
  }

  @Test
  void proofsFromTilesAreThoseOfTheTree() throws IOException {
    int size = 66_000;
    TileFolder tiles = filled(1, 255, 256, 257, 65_535, 65_536, size);
    assertThat(tiles.root()).isEqualTo(MemoryTree.hash(leaves(0, size)));
    Nodes nodes = new TileNodes(size, tiles);
    for (int index : new int[] {0, 255, 256, 40_000, 65_535, 65_536, 65_999}) {
      TreeHash leaf = TreeHash.ofLeaf(leaves(index, index + 1).getFirst());
      assertThat(
              Verification.inclusion(
                  leaf, index, size, Proofs.inclusion(index, size, nodes), tiles.root()))
          .as("leaf %s", index)
          .isTrue();
    }
    for (int old : new int[] {0, 1, 2, 255, 256, 257, 32_768, 65_536, 65_537, size}) {
      assertThat(
              Verification.consistency(
                  old,
                  Proofs.root(old, nodes),
                  size,
                  tiles.root(),
                  Proofs.consistency(old, size, nodes)))
          .as("size %s", old)
          .isTrue();
    }
  }

  @Test
  void manySmallStepsMakeTheSameFilesAsOneLarge() throws IOException {
    int[] steps = IntStream.rangeClosed(1, 700).filter(i -> i % 7 == 0).toArray();
    filled(steps);
    Map<String, byte[]> small = files();
    folder = temp.resolve("other");
    filled(700);
    Map<String, byte[]> large = files();

    assertThat(small.keySet()).isEqualTo(large.keySet());
    small.forEach((name, bytes) -> assertThat(large.get(name)).as(name).isEqualTo(bytes));
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder.resolve("tile"))) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void everyPublishedPartialTileStaysReadable() throws IOException {
    TileFolder tiles = filled(5, 300);

    assertThat(tiles.read(new TilePath(0, 0, 5)))
        .isEqualTo(java.util.Arrays.copyOf(tiles.read(new TilePath(0, 0, 256)), 5 * 32));
    assertThat(TileFolder.leavesOf(tiles.read(new TilePath(TilePath.ENTRIES, 1, 44))))
        .hasSize(44)
        .first()
        .isEqualTo(leaves(256, 257).getFirst());
    assertThat(tiles.read(new TilePath(1, 0, 1))).hasSize(32);
  }

  @Test
  void whatIsNotPublishedIsNotServed() throws IOException {
    TileFolder tiles = filled(5);
    tiles.append(leaves(5, 9));

    assertThatThrownBy(() -> tiles.read(new TilePath(0, 0, 9)))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> tiles.read(new TilePath(TilePath.ENTRIES, 0, 6)))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aCrashBetweenTilesAndCheckpointGoesOnFromTheCheckpoint() throws IOException {
    for (int crash : new int[] {4, 255, 256, 257, 600}) {
      folder = temp.resolve("crash-" + crash);
      TileFolder dying = filled(3);
      dying.append(leaves(3, crash));

      TileFolder opened = TileFolder.open(folder);
      assertThat(opened.size()).isEqualTo(3);
      opened.append(leaves(3, 1_000));
      opened.publish(checkpoint(opened));
      assertThat(opened.root()).isEqualTo(MemoryTree.hash(leaves(0, 1_000)));
      assertThat(TileFolder.open(folder).root()).isEqualTo(opened.root());
      assertThat(Proofs.root(1_000, new TileNodes(1_000, opened))).isEqualTo(opened.root());
    }
  }

  @Test
  void damagedTilesAreNoticedAndMadeAnew() throws IOException {
    TreeHash root = filled(300).root();
    Path tile = folder.resolve("tile/0/001");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[40] ^= 1;
    Files.write(tile, bytes);

    assertThatThrownBy(() -> TileFolder.open(folder)).isInstanceOf(DamagedTiles.class);

    TileFolder anew = TileFolder.openAnew(folder);
    assertThat(anew.publishedSize()).isZero();
    anew.append(leaves(0, 300));
    assertThat(anew.root()).isEqualTo(root);
    anew.publish(checkpoint(anew));
    assertThat(TileFolder.open(folder).root()).isEqualTo(root);
  }

  @Test
  void tilesThatAreMissingAreNoticed() throws IOException {
    filled(300);
    Files.delete(folder.resolve("tile/entries/001"));

    assertThatThrownBy(() -> TileFolder.open(folder)).isInstanceOf(DamagedTiles.class);
  }
}
