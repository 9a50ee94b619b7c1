package info.powow.eventlog.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderIT {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-06-06T12:00:00Z"), ZoneOffset.UTC);

  private final Path folder;

  KeyFolderIT(@TempDir Path parent) {
    this.folder = parent.resolve("keys");
  }

  private KeyFolder open() {
    return open(null);
  }

  private KeyFolder open(@Nullable String master) {
    return KeyFolder.open(folder, MasterKey.of(master, null, folder), NOON);
  }

  private static byte[] secret(Root root) {
    return ((Root.Present) root).secret();
  }

  @Test
  void aKeyIsMadeOnceAndIsThereAgain() {
    byte[] made = secret(open().findOrMake("ada"));

    KeyFolder again = open();

    assertThat(made).hasSize(32);
    assertThat(secret(again.find("ada"))).isEqualTo(made);
    assertThat(secret(again.findOrMake("ada"))).isEqualTo(made);
    assertThat(secret(again.findOrMake("bob"))).isNotEqualTo(made);
    assertThat(again.made()).isEqualTo(2);
  }

  @Test
  void nobodyElseMayReadTheFolderAndNoRootIsInClear() throws IOException {
    byte[] root = secret(open().findOrMake("ada"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .doesNotContain(new String(root, StandardCharsets.ISO_8859_1))
            .doesNotContain(Base64.getEncoder().encodeToString(root));
      }
    }
  }

  @Test
  void anUnknownKeyIsAnError() {
    KeyFolder keys = open();

    assertThatThrownBy(() -> keys.find("eve"))
        .isInstanceOf(UnknownKey.class)
        .hasMessageContaining("eve")
        .hasMessageContaining("was not destroyed")
        .hasMessageContaining("newest copy");
    assertThatThrownBy(() -> keys.destroy("eve")).isInstanceOf(UnknownKey.class);
  }

  @Test
  void whatIsKeptForAHoldIsThereAgainUntilItIsDestroyed() {
    KeyFolder keys = open();
    byte[] bobs = secret(keys.findOrMake("bob"));
    byte[] first = {1, 2, 3};
    keys.keep(Map.of("~hold.h1.ada.c1", first, "~hold.h12.ada.c1", first));
    keys.keep(Map.of("~hold.h1.ada.c1", new byte[] {4}, "~hold.h1.ada.c2", first));

    assertThat(open().kept("~hold.h1.ada.c1")).isEqualTo(first);
    assertThat(open().destroyKept("~hold.h1.")).isEqualTo(2);

    keys.refresh();
    for (KeyFolder each : List.of(keys, open())) {
      assertThat(each.kept("~hold.h1.ada.c1")).isNull();
      assertThat(each.kept("~hold.h1.ada.c2")).isNull();
      assertThat(each.kept("~hold.h12.ada.c1")).isEqualTo(first);
      assertThat(secret(each.find("bob"))).isEqualTo(bobs);
      // Too late: a hold that has ended keeps nothing any more.
      each.keep(Map.of("~hold.h1.ada.c1", first));
      assertThat(each.kept("~hold.h1.ada.c1")).isNull();
      assertThat(each.destroyKept("~hold.h1.")).isZero();
    }
  }

  @Test
  void moreIsKeptThanOneFileHolds() {
    Map<String, byte[]> many = new HashMap<>();
    for (int i = 0; i < Shard.MAX_OWNERS + 10; i++) {
      many.put("~hold.h1.ada.c" + i, new byte[] {1});
    }
    open().keep(many);

    assertThat(open().kept("~hold.h1.ada.c" + (Shard.MAX_OWNERS + 9))).isNotNull();
    assertThat(open().destroyKept("~hold.h1.")).isEqualTo(many.size());
  }

  @Test
  void aDestroyedKeyLeavesATombstoneAndTheOthersStay() {
    KeyFolder keys = open();
    keys.findOrMake("ada");
    byte[] bobs = secret(keys.findOrMake("bob"));

    assertThat(keys.destroy("ada")).isTrue();
    assertThat(keys.destroy("ada")).isFalse();

    for (KeyFolder each : List.of(keys, open())) {
      assertThat(each.find("ada")).isEqualTo(new Root.Destroyed(NOON.instant()));
      assertThat(each.findOrMake("ada")).isInstanceOf(Root.Destroyed.class);
      assertThat(secret(each.find("bob"))).isEqualTo(bobs);
      assertThat(each.destroyed()).containsExactly("ada");
    }
  }

  @Test
  void theShardOfADestroyedKeyIsUnderAnotherKey() throws IOException {
    KeyFolder keys = open();
    keys.findOrMake("ada");
    keys.findOrMake("bob");
    List<String> before = Files.readAllLines(folder.resolve("shard-000000"));

    keys.destroy("ada");

    List<String> after = Files.readAllLines(folder.resolve("shard-000000"));
    assertThat(after).hasSize(3).doesNotContainAnyElementsOf(before);
    assertThat(after.get(1)).startsWith("destroyed ada ");
  }

  @Test
  void halfALineAtTheEndIsDropped() throws IOException {
    open().findOrMake("ada");
    Path shard = folder.resolve("shard-000000");
    Files.writeString(shard, "key bob AAAA", StandardOpenOption.APPEND);

    KeyFolder keys = open();
    byte[] cleo = secret(keys.findOrMake("cleo"));

    assertThatThrownBy(() -> keys.find("bob")).isInstanceOf(UnknownKey.class);
    assertThat(secret(open().find("cleo"))).isEqualTo(cleo);
    assertThat(secret(open().find("ada"))).hasSize(32);
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    open().findOrMake("ada");
    Path shard = folder.resolve("shard-000000");
    String content = Files.readString(shard);
    Files.writeString(shard, content.replace("key ada", "key eve"));

    assertThatThrownBy(this::open)
        .isInstanceOf(KeysUnavailable.class)
        .hasMessageContaining(shard.toString())
        .hasMessageContaining("newest copy");

    Files.delete(shard);
    Files.writeString(folder.resolve("shard-000001"), content);
    assertThatThrownBy(this::open)
        .isInstanceOf(KeysUnavailable.class)
        .hasMessageContaining("shard-000000");
  }

  @Test
  void anotherMasterKeyOpensNothing() throws IOException {
    String master = Base64.getEncoder().encodeToString(new byte[32]);
    open(master).findOrMake("ada");

    assertThat(folder.resolve(MasterKey.FILE)).doesNotExist();
    assertThatThrownBy(() -> open(Base64.getEncoder().encodeToString(Aead.randomKey())))
        .isInstanceOf(KeysUnavailable.class)
        .hasMessageContaining("does not open the key folder");
    assertThatThrownBy(this::open)
        .isInstanceOf(KeysUnavailable.class)
        .hasMessageContaining("is missing");
    assertThatThrownBy(() -> open("AAAA")).hasMessageContaining("Base64 of 32 bytes");
    assertThat(secret(open(master).find("ada"))).hasSize(32);
  }

  @Test
  void aFolderThatLostItsFirstFileIsNotMadeAnew() throws IOException {
    open().findOrMake("ada");
    Files.delete(folder.resolve(KeyFolder.FILE));

    assertThatThrownBy(this::open)
        .isInstanceOf(KeysUnavailable.class)
        .hasMessageContaining("has lost its file FOLDER");
  }

  @Test
  void theMasterKeyIsReplacedAndTheKeysStay() throws IOException {
    KeyFolder running = open();
    byte[] root = secret(running.findOrMake("ada"));
    String before = Files.readString(folder.resolve(MasterKey.FILE));

    KeyFolder.rotate(folder, MasterKey.of(null, null, folder), null, NOON);
    byte[] later = secret(running.findOrMake("bob"));

    assertThat(Files.readString(folder.resolve(MasterKey.FILE))).isNotEqualTo(before);
    assertThatThrownBy(() -> open(before)).isInstanceOf(KeysUnavailable.class);
    assertThat(secret(open().find("ada"))).isEqualTo(root);
    assertThat(secret(open().find("bob"))).isEqualTo(later);
    assertThat(open().id()).isEqualTo(running.id());
  }

  @Test
  void aReplacementOfTheMasterKeyThatWasCutOffEndsAtTheNextStart() throws IOException {
    byte[] root = secret(open().findOrMake("ada"));
    Path file = folder.resolve(MasterKey.FILE);
    String before = Files.readString(file);
    KeyFolder.rotate(folder, MasterKey.of(null, null, folder), null, NOON);
    Files.move(file, folder.resolve(MasterKey.FILE + ".next"));
    Files.writeString(file, before);

    assertThat(secret(open().find("ada"))).isEqualTo(root);
    assertThat(folder.resolve(MasterKey.FILE + ".next")).doesNotExist();
    assertThat(secret(open().find("ada"))).isEqualTo(root);
  }

  @Test
  void twoProcessesShareAFolder() {
    KeyFolder one = open();
    KeyFolder other = open();

    byte[] ada = secret(one.findOrMake("ada"));
    byte[] bob = secret(other.findOrMake("bob"));

    assertThat(secret(other.findOrMake("ada"))).isEqualTo(ada);
    assertThat(secret(one.find("bob"))).isEqualTo(bob);
    other.destroy("ada");
    one.refresh();
    assertThat(one.find("ada")).isInstanceOf(Root.Destroyed.class);
    byte[] cleo = secret(one.findOrMake("cleo"));
    assertThat(secret(open().find("cleo"))).isEqualTo(cleo);
  }

  @Test
  void manyAtOnceGetOneKeyEach() throws Exception {
    KeyFolder keys = open();
    List<Callable<Root>> tasks = new ArrayList<>();
    for (int i = 0; i < 2 * (Shard.MAX_OWNERS + 10); i++) {
      String owner = "p" + i / 2;
      tasks.add(() -> keys.findOrMake(owner));
    }
    List<Future<Root>> roots;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      roots = threads.invokeAll(tasks);
    }
    KeyFolder again = open();
    assertThat(again.made()).isEqualTo(Shard.MAX_OWNERS + 10);
    for (int i = 0; i < roots.size(); i++) {
      assertThat(secret(roots.get(i).get())).isEqualTo(secret(again.find("p" + i / 2)));
    }
    assertThat(folder.resolve("shard-000001")).exists();
  }
}
