package info.powow.eventlog.keys;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The root keys, in a folder of their own: `FOLDER` with the folder's id and its key, wrapped with
/// the master key, and the [Shard]s, each under a key that is wrapped with the folder's key. So
/// replacing the master key writes one small file.
///
/// All roots are in memory (some 200 bytes each). Those who make roots at the same time share an
/// fsync. Several processes may use one folder.
public final class KeyFolder implements RootKeys {
  /// The file that says whose keys these are.
  public static final String FILE = "FOLDER";

  private static final Pattern CONTENT =
      Pattern.compile("powow key folder, format 1\\nid ([0-9a-f]{32})\\nkey (\\S+)\\n");
  private static final Pattern SHARD = Pattern.compile("shard-\\d{6}");
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path folder;
  private final Clock clock;
  private final String id;
  private final byte[] folderKey;
  private final ReentrantLock lock;
  private final Map<String, Root> roots = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> wanted = new ConcurrentLinkedQueue<>();

  // guarded by lock
  private final List<Shard> shards = new ArrayList<>();

  private KeyFolder(Path folder, Clock clock, String id, byte[] folderKey) {
    this.folder = folder;
    this.clock = clock;
    this.id = id;
    this.folderKey = folderKey;
    this.lock = lockIn(folder);
  }

  /// A lock on a file is of the whole process: those who share the process need one of their own.
  private static ReentrantLock lockIn(Path folder) {
    return LOCKS.computeIfAbsent(folder.toAbsolutePath().normalize(), _ -> new ReentrantLock());
  }

  /// Opens the folder, and makes it when it is not there.
  public static KeyFolder open(Path folder, MasterKey master, Clock clock) {
    ReentrantLock lock = lockIn(folder);
    lock.lock();
    try {
      SecretFiles.createFolder(folder);
      try (FileChannel channel = lockFile(folder);
          FileLock _ = channel.lock()) {
        KeyFolder keys =
            Files.exists(folder.resolve(FILE))
                ? read(folder, master, clock)
                : make(folder, master, clock);
        keys.readShards();
        return keys;
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    } finally {
      lock.unlock();
    }
  }

  private static FileChannel lockFile(Path folder) throws IOException {
    Path file = folder.resolve("lock");
    SecretFiles.createIfMissing(file);
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  private static KeysUnavailable unusable(Path folder, IOException e) {
    return new KeysUnavailable("The key folder " + folder + " cannot be used: " + e, e);
  }

  private static KeyFolder make(Path folder, MasterKey master, Clock clock) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.anyMatch(KeyFolder::isShard)) {
        throw new KeysUnavailable(
            "The key folder "
                + folder
                + " has lost its file "
                + FILE
                + ". Put your newest copy of the key folder in its place.");
      }
    }
    byte[] wrapping = master.read();
    if (wrapping == null) {
      wrapping = master.make();
    }
    byte[] random = Aead.randomKey();
    String id = HexFormat.of().formatHex(random, 0, 16);
    byte[] folderKey = Aead.randomKey();
    write(folder, id, folderKey, wrapping);
    return new KeyFolder(folder, clock, id, folderKey);
  }

  private static void write(Path folder, String id, byte[] folderKey, byte[] wrapping)
      throws IOException {
    String wrapped = Base64.getEncoder().encodeToString(Aead.seal(wrapping, folderKey, bound(id)));
    SecretFiles.write(
        folder.resolve(FILE), "powow key folder, format 1\nid " + id + "\nkey " + wrapped + "\n");
  }

  private static byte[] bound(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  private static KeyFolder read(Path folder, MasterKey master, Clock clock) throws IOException {
    Matcher content = content(folder);
    String id = content.group(1);
    byte[] wrapped = Base64.getDecoder().decode(content.group(2));
    byte[] wrapping = master.read();
    byte[] folderKey = wrapping == null ? null : Aead.open(wrapping, wrapped, bound(id));
    if (folderKey == null && master.isFile() && Files.exists(master.next())) {
      // A replacement of the master key that was interrupted after it took effect.
      wrapping = MasterKey.decode(Files.readString(master.next()), "The master key");
      folderKey = Aead.open(wrapping, wrapped, bound(id));
      if (folderKey != null) {
        SecretFiles.move(master.next(), master.file());
      }
    }
    if (folderKey == null) {
      throw new KeysUnavailable(
          wrapping == null
              ? "The master key of the key folder "
                  + folder
                  + " is missing: there is no file "
                  + master
                  + ", and powow.keys.master-key is not set. Put it back; another one opens nothing."
              : "The master key "
                  + master
                  + " does not open the key folder "
                  + folder
                  + ". Give the one that belongs to it.");
    }
    return new KeyFolder(folder, clock, id, folderKey);
  }

  private static Matcher content(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    Matcher content = CONTENT.matcher(Files.readString(file, StandardCharsets.UTF_8));
    if (!content.matches()) {
      throw new KeysUnavailable(
          "The file " + file + " is damaged. Put your newest copy of the key folder in its place.");
    }
    return content;
  }

  /// Whose keys are in a folder, without opening it; null when there are none.
  public static @Nullable String idOf(Path folder) throws IOException {
    return Files.exists(folder.resolve(FILE)) ? content(folder).group(1) : null;
  }

  /// Wraps the folder with another master key. What happens in between is either before or after.
  ///
  /// @param given the new key; null to make one in the master key's file
  public static void rotate(Path folder, MasterKey master, @Nullable String given, Clock clock) {
    try {
      KeyFolder keys = open(folder, master, clock);
      if (given != null) {
        write(folder, keys.id, keys.folderKey, MasterKey.decode(given, "The new master key"));
        return;
      }
      if (!master.isFile()) {
        throw new KeysUnavailable(
            "powow.keys.master-key is set, so the new master key has to be given too");
      }
      byte[] next = Aead.randomKey();
      SecretFiles.write(master.next(), Base64.getEncoder().encodeToString(next) + "\n");
      write(folder, keys.id, keys.folderKey, next);
      SecretFiles.move(master.next(), master.file());
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static boolean isShard(Path file) {
    return SHARD.matcher(file.getFileName().toString()).matches();
  }

  /// What changed since.
  private void readShards() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(KeyFolder::isShard).sorted().toList();
    }
    for (int i = 0; i < files.size(); i++) {
      if (!files.get(i).equals(folder.resolve(shardName(i)))) {
        throw new KeysUnavailable(
            "The key folder "
                + folder
                + " has no "
                + shardName(i)
                + ". Put your newest copy of the key folder in its place.");
      }
      if (i >= shards.size()) {
        shards.add(Shard.load(files.get(i), folderKey));
        roots.putAll(shards.get(i).roots());
      } else if (shards.get(i).hasChanged()) {
        shards.set(i, Shard.load(files.get(i), folderKey));
        roots.putAll(shards.get(i).roots());
      }
    }
  }

  private static String shardName(int number) {
    return "shard-%06d".formatted(number);
  }

  private interface Work {
    void run() throws IOException;
  }

  /// Alone among all threads and processes, on what is on the disk.
  private void alone(Work work) {
    lock.lock();
    try (FileChannel channel = lockFile(folder);
        FileLock _ = channel.lock()) {
      work.run();
    } catch (IOException e) {
      throw unusable(folder, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Root find(String owner) {
    Root known = roots.get(owner);
    if (known != null) {
      return known;
    }
    refresh();
    Root made = roots.get(owner);
    if (made == null) {
      throw new UnknownKey(owner, folder);
    }
    return made;
  }

  @Override
  public Root findOrMake(String owner) {
    Root known = roots.get(owner);
    if (known != null) {
      return known;
    }
    wanted.add(owner);
    alone(() -> {
      // Somebody else may have made it together with theirs.
      if (!roots.containsKey(owner)) {
        // Again, because whoever took it may have failed.
        wanted.add(owner);
        readShards();
        makeWanted();
      }
    });
    return find(owner);
  }

  /// Makes the roots of many owners with one fsync.
  public void makeAll(Collection<String> owners) {
    wanted.addAll(owners);
    alone(() -> {
      readShards();
      makeWanted();
    });
  }

  private void makeWanted() throws IOException {
    Map<String, Root.Present> made = new LinkedHashMap<>();
    Shard open = null;
    for (String owner = wanted.poll(); owner != null; owner = wanted.poll()) {
      if (roots.containsKey(owner) || made.containsKey(owner)) {
        continue;
      }
      if (open == null) {
        open = openShard();
      } else if (open.roots().size() + made.size() >= Shard.MAX_OWNERS) {
        open.add(made);
        roots.putAll(made);
        made.clear();
        open = openShard();
      }
      made.put(owner, new Root.Present(Aead.randomKey()));
    }
    if (open != null) {
      open.add(made);
      roots.putAll(made);
    }
  }

  private Shard openShard() throws IOException {
    if (shards.isEmpty() || shards.getLast().isFull()) {
      shards.add(Shard.make(folder.resolve(shardName(shards.size())), folderKey));
    }
    return shards.getLast();
  }

  @Override
  public boolean destroy(String owner) {
    boolean[] destroyed = {false};
    alone(() -> {
      readShards();
      for (Shard shard : shards) {
        if (shard.roots().get(owner) instanceof Root.Present) {
          shard.destroy(List.of(owner), clock.instant());
          destroyed[0] = true;
        }
      }
      if (!destroyed[0] && !roots.containsKey(owner)) {
        throw new UnknownKey(owner, folder);
      }
      if (destroyed[0]) {
        roots.put(owner, new Root.Destroyed(clock.instant()));
      }
    });
    return destroyed[0];
  }

  @Override
  public void keep(Map<String, byte[]> keys) {
    alone(() -> {
      readShards();
      Map<String, Root.Present> added = new LinkedHashMap<>();
      Shard open = openShard();
      for (Map.Entry<String, byte[]> key : keys.entrySet()) {
        if (roots.containsKey(key.getKey())) {
          continue;
        }
        if (open.roots().size() + added.size() >= Shard.MAX_OWNERS) {
          open.add(added);
          roots.putAll(added);
          added.clear();
          open = openShard();
        }
        added.put(key.getKey(), new Root.Present(key.getValue()));
      }
      if (!added.isEmpty()) {
        open.add(added);
        roots.putAll(added);
      }
    });
  }

  @Override
  public byte @Nullable [] kept(String name) {
    return roots.get(name) instanceof Root.Present(byte[] key) ? key : null;
  }

  @Override
  public int destroyKept(String prefix) {
    int[] destroyed = {0};
    alone(() -> {
      readShards();
      Instant now = clock.instant();
      for (Shard shard : shards) {
        List<String> names =
            shard.roots().entrySet().stream()
                .filter(each ->
                    each.getKey().startsWith(prefix) && each.getValue() instanceof Root.Present)
                .map(Map.Entry::getKey)
                .toList();
        if (!names.isEmpty()) {
          shard.destroy(names, now);
          names.forEach(name -> roots.put(name, new Root.Destroyed(now)));
          destroyed[0] += names.size();
        }
      }
    });
    return destroyed[0];
  }

  @Override
  public Set<String> destroyed() {
    return roots.entrySet().stream()
        .filter(root -> root.getValue() instanceof Root.Destroyed)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Override
  public long made() {
    return roots.size();
  }

  @Override
  public void refresh() {
    alone(this::readShards);
  }

  @Override
  public String toString() {
    return "the key folder " + folder;
  }
}
