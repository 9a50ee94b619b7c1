package info.powow.tlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a tile (C2SP tlog-tiles), such as `tile/0/x001/x234/067.p/12`.
///
/// @param level 0 to 63, or [#ENTRIES] for the leaves themselves
/// @param index of the tile within its level, from 0
/// @param width how many hashes or entries it has: 1 to 256
public record TilePath(int level, long index, int width) {
  public static final int WIDTH = 256;
  public static final int ENTRIES = -1;
  static final int HEIGHT = 8;

  private static final int MAX_LEVEL = 63;
  private static final Pattern PATH =
      Pattern.compile(
          "tile/(entries|[1-9]?[0-9])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  public TilePath {
    if (level < ENTRIES || level > MAX_LEVEL) {
      throw new IllegalArgumentException("there is no level " + level);
    }
    if (index < 0) {
      throw new IllegalArgumentException("there is no tile " + index);
    }
    if (width < 1 || width > WIDTH) {
      throw new IllegalArgumentException("a tile is 1 to " + WIDTH + " wide, not " + width);
    }
  }

  /// Empty if it is not the canonical name of a tile.
  public static Optional<TilePath> parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
    long index = Long.parseLong(matcher.group(2).replace("x", "").replace("/", ""));
    int width = matcher.group(3) == null ? WIDTH : Integer.parseInt(matcher.group(3));
    if (level > MAX_LEVEL || (matcher.group(3) != null && width >= WIDTH)) {
      return Optional.empty();
    }
    TilePath tile = new TilePath(level, index, width);
    return tile.toString().equals(path) ? Optional.of(tile) : Optional.empty();
  }

  /// How wide this tile is in a tree of this size; 0 if it is not in it.
  public static int widthIn(long size, int level, long index) {
    int shift = HEIGHT * Math.max(level, 0);
    long hashes = shift >= Long.SIZE - 1 ? 0 : size >>> shift;
    long full = hashes / WIDTH;
    return index < full ? WIDTH : index > full ? 0 : (int) (hashes % WIDTH);
  }

  /// The name of the full tile.
  String full() {
    StringBuilder name = new StringBuilder(three(index));
    for (long rest = index / 1_000; rest > 0; rest /= 1_000) {
      name.insert(0, "x" + three(rest) + '/');
    }
    return "tile/" + (level == ENTRIES ? "entries" : level) + '/' + name;
  }

  private static String three(long number) {
    return String.valueOf(1_000 + number % 1_000).substring(1);
  }

  @Override
  public String toString() {
    return width == WIDTH ? full() : full() + ".p/" + width;
  }
}
