package info.powow.tlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A tree as files: a tile is one file that grows until it is full, so a partial tile is a prefix of
/// its file. The file `checkpoint` has the newest signed checkpoint.
///
/// Tiles are not forced to the disk, because the leaves can be derived again: a file of its own says
/// how many of them the system has certainly written back ([#settle]), and whoever opens the tree
/// compares the others ([#matches]). What a crash left beyond the checkpoint is written again, with
/// the same bytes. One thread at a time may append and publish; any thread may read
/// what was published. After an [IOException] from appending, the folder has to be opened again.
public final class TileFolder implements TileReader {
  static final String CHECKPOINT = "checkpoint";
  private static final String TILES = "tile";
  private static final String SETTLED = "settled";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}\\s*");
  private static final int MAX_ENTRY = 0xffff;

  private final Path folder;
  private final List<Edge> edges = new ArrayList<>();
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private long entriesWritten;
  private long size;
  private volatile @Nullable SignedNote published;
  private volatile long publishedSize;

  /// The tile of one level that is not full yet.
  private static final class Edge {
    final byte[] hashes = new byte[TilePath.WIDTH * TreeHash.BYTES];
    long index;
    int width;
    int written;
  }

  private TileFolder(Path folder) {
    this.folder = folder;
  }

  /// Opens the tree at its newest checkpoint.
  ///
  /// @throws DamagedTiles if the tiles are not those of the checkpoint
  public static TileFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    TileFolder opened = new TileFolder(folder);
    SignedNote note = checkpointIn(folder).orElse(null);
    if (note != null) {
      opened.load(Checkpoint.parse(note.text()));
      opened.published = note;
      opened.publishedSize = opened.size;
    }
    return opened;
  }

  /// Deletes the tiles, but not the checkpoint, and begins with an empty tree. Nothing is served
  /// until the next [#publish].
  public static TileFolder openAnew(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path tiles = folder.resolve(TILES);
    if (Files.exists(tiles)) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(tiles)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path each : all) {
        Files.delete(each);
      }
    }
    return new TileFolder(folder);
  }

  /// The newest checkpoint in a folder; empty if it has none.
  ///
  /// @throws DamagedTiles if the file is not a checkpoint
  public static Optional<SignedNote> checkpointIn(Path folder) throws IOException {
    Path file = folder.resolve(CHECKPOINT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      SignedNote note = SignedNote.parse(Files.readString(file));
      Checkpoint.parse(note.text());
      return Optional.of(note);
    } catch (MalformedNote e) {
      throw new DamagedTiles(file + " is not a checkpoint: " + e.getMessage());
    }
  }

  private void load(Checkpoint checkpoint) throws IOException {
    size = checkpoint.size();
    for (int level = 0; size >>> (TilePath.HEIGHT * level) > 0; level++) {
      Edge edge = edge(level);
      edge.index = (size >>> (TilePath.HEIGHT * level)) / TilePath.WIDTH;
      edge.width = TilePath.widthIn(size, level, edge.index);
      edge.written = edge.width;
      if (edge.width > 0) {
        byte[] stored = hashes(new TilePath(level, edge.index, edge.width));
        System.arraycopy(stored, 0, edge.hashes, 0, stored.length);
      }
    }
    int width = (int) (size % TilePath.WIDTH);
    if (width > 0) {
      TilePath bundle = new TilePath(TilePath.ENTRIES, size / TilePath.WIDTH, width);
      entriesWritten = entries(bundle).length;
    }
    if (!root().equals(checkpoint.root())) {
      throw new DamagedTiles("the tiles in " + folder + " are not those of its checkpoint");
    }
  }

  /// How many leaves the tree has, with those that are not published yet.
  public long size() {
    return size;
  }

  /// The newest signed checkpoint; empty before the first.
  public Optional<SignedNote> published() {
    return Optional.ofNullable(published);
  }

  /// How many leaves the published tree has.
  public long publishedSize() {
    return publishedSize;
  }

  /// The root of the tree, with the leaves that are not published yet.
  public TreeHash root() {
    return Proofs.root(size, this::atEdge);
  }

  private TreeHash atEdge(int level, long index) {
    Edge edge = edges.get(level / TilePath.HEIGHT);
    int levelInTile = level % TilePath.HEIGHT;
    long inLevel = index - (edge.index << (TilePath.HEIGHT - levelInTile));
    return new Tile(Arrays.copyOf(edge.hashes, edge.width * TreeHash.BYTES))
        .at(levelInTile, (int) inLevel);
  }

  /// Adds leaves. They are served after the next [#publish].
  public void append(List<byte[]> leaves) throws IOException {
    for (byte[] leaf : leaves) {
      if (leaf.length > MAX_ENTRY) {
        throw new IllegalArgumentException("a leaf has at most " + MAX_ENTRY + " bytes");
      }
      entries.write(leaf.length >>> 8);
      entries.write(leaf.length);
      entries.write(leaf);
      add(0, TreeHash.ofLeaf(leaf));
      size++;
      if (size % TilePath.WIDTH == 0) {
        writeEntries((size - 1) / TilePath.WIDTH);
        entriesWritten = 0;
      }
    }
    if (entries.size() > 0) {
      writeEntries(size / TilePath.WIDTH);
    }
    for (int level = 0; level < edges.size(); level++) {
      write(level, edges.get(level));
    }
  }

  private void add(int level, TreeHash hash) throws IOException {
    Edge edge = edge(level);
    hash.copyTo(edge.hashes, edge.width * TreeHash.BYTES);
    edge.width++;
    if (edge.width == TilePath.WIDTH) {
      write(level, edge);
      TreeHash root = new Tile(edge.hashes.clone()).root();
      edge.index++;
      edge.width = 0;
      edge.written = 0;
      add(level + 1, root);
    }
  }

  private Edge edge(int level) {
    while (edges.size() <= level) {
      edges.add(new Edge());
    }
    return edges.get(level);
  }

  private void write(int level, Edge edge) throws IOException {
    if (edge.width > edge.written) {
      int from = edge.written * TreeHash.BYTES;
      ByteBuffer bytes = ByteBuffer.wrap(edge.hashes, from, edge.width * TreeHash.BYTES - from);
      write(new TilePath(level, edge.index, edge.width), from, bytes);
      edge.written = edge.width;
    }
  }

  private void writeEntries(long index) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(entries.toByteArray());
    int length = bytes.remaining();
    write(new TilePath(TilePath.ENTRIES, index, 1), entriesWritten, bytes);
    entriesWritten += length;
    entries.reset();
  }

  private void write(TilePath tile, long at, ByteBuffer bytes) throws IOException {
    Path file = folder.resolve(tile.full());
    if (at == 0) {
      Files.createDirectories(file.getParent());
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.position(at);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /// Serves this checkpoint of all leaves.
  public void publish(SignedNote note) throws IOException {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (checkpoint.size() != size) {
      throw new IllegalArgumentException(
          "a checkpoint of " + checkpoint.size() + " leaves for a tree of " + size);
    }
    write(folder.resolve(CHECKPOINT), note.toString());
    published = note;
    publishedSize = size;
  }

  /// Notes that the tiles of so many leaves were written long enough ago to be on the disk.
  public void settle(long leaves) throws IOException {
    write(folder.resolve(SETTLED), leaves + "\n");
  }

  /// How many leaves are certainly on the disk; 0 if nobody knows.
  public long settled() throws IOException {
    Path file = folder.resolve(SETTLED);
    String content = Files.exists(file) ? Files.readString(file) : "";
    long settled = NUMBER.matcher(content).matches() ? Long.parseLong(content.strip()) : 0;
    return settled > publishedSize ? 0 : settled;
  }

  /// Whether a bundle of the published tree, and the tiles over it, are those of these leaves.
  ///
  /// @param index of the bundle
  /// @param leaves all that it has
  public boolean matches(long index, List<byte[]> leaves) throws IOException {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    byte[] hashes = new byte[leaves.size() * TreeHash.BYTES];
    for (int i = 0; i < leaves.size(); i++) {
      byte[] leaf = leaves.get(i);
      bundle.write(leaf.length >>> 8);
      bundle.write(leaf.length);
      bundle.write(leaf);
      TreeHash.ofLeaf(leaf).copyTo(hashes, i * TreeHash.BYTES);
    }
    try {
      boolean same =
          Arrays.equals(
                  read(new TilePath(TilePath.ENTRIES, index, leaves.size())), bundle.toByteArray())
              && Arrays.equals(read(new TilePath(0, index, leaves.size())), hashes);
      if (same && leaves.size() == TilePath.WIDTH) {
        int above = (int) (index % TilePath.WIDTH);
        byte[] tile = read(new TilePath(1, index / TilePath.WIDTH, above + 1));
        same = TreeHash.at(tile, above * TreeHash.BYTES).equals(new Tile(hashes).root());
      }
      return same;
    } catch (DamagedTiles e) {
      return false;
    }
  }

  private static void write(Path file, String content) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(unfinished, content);
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Reads a tile of the published tree.
  ///
  /// @throws NoSuchFileException if the published tree does not have it
  @Override
  public byte[] read(TilePath tile) throws IOException {
    if (tile.width() > TilePath.widthIn(publishedSize, tile.level(), tile.index())) {
      throw new NoSuchFileException(tile.toString());
    }
    return tile.level() == TilePath.ENTRIES ? entries(tile) : hashes(tile);
  }

  private byte[] hashes(TilePath tile) throws IOException {
    int length = tile.width() * TreeHash.BYTES;
    byte[] stored = stored(tile);
    if (stored.length < length) {
      throw new DamagedTiles(tile.full() + " in " + folder + " is cut off");
    }
    return stored.length == length ? stored : Arrays.copyOf(stored, length);
  }

  private byte[] entries(TilePath tile) throws IOException {
    byte[] stored = stored(tile);
    int end = 0;
    for (int i = 0; i < tile.width(); i++) {
      if (end + Short.BYTES > stored.length) {
        throw new DamagedTiles(tile.full() + " in " + folder + " is cut off");
      }
      end += Short.BYTES + Short.toUnsignedInt(ByteBuffer.wrap(stored).getShort(end));
    }
    if (end > stored.length) {
      throw new DamagedTiles(tile.full() + " in " + folder + " is cut off");
    }
    return stored.length == end ? stored : Arrays.copyOf(stored, end);
  }

  private byte[] stored(TilePath tile) throws IOException {
    try {
      return Files.readAllBytes(folder.resolve(tile.full()));
    } catch (NoSuchFileException e) {
      throw new DamagedTiles(tile.full() + " in " + folder + " is missing");
    }
  }

  /// The leaves of an entry bundle.
  ///
  /// @throws IllegalArgumentException if it is malformed
  public static List<byte[]> leavesOf(byte[] bundle) {
    List<byte[]> leaves = new ArrayList<>();
    int at = 0;
    while (at < bundle.length) {
      if (at + Short.BYTES > bundle.length) {
        throw new IllegalArgumentException("a bundle of leaves is cut off");
      }
      int length = Short.toUnsignedInt(ByteBuffer.wrap(bundle).getShort(at));
      int end = at + Short.BYTES + length;
      if (end > bundle.length) {
        throw new IllegalArgumentException("a bundle of leaves is cut off");
      }
      leaves.add(Arrays.copyOfRange(bundle, at + Short.BYTES, end));
      at = end;
    }
    return leaves;
  }
}
