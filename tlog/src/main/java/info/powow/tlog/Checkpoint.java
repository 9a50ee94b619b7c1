package info.powow.tlog;

import java.util.List;
import java.util.regex.Pattern;

/// The head of a log at some size (C2SP tlog-checkpoint).
///
/// @param origin identifies the log
/// @param size how many leaves the tree has
/// @param root the root of the tree
/// @param extensions further lines, which nobody interprets
public record Checkpoint(String origin, long size, TreeHash root, List<String> extensions) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

  public Checkpoint {
    if (origin.isEmpty() || size < 0) {
      throw new MalformedNote("a checkpoint has an origin, and a size that is not negative");
    }
    if (size == 0 && !root.equals(TreeHash.EMPTY)) {
      throw new MalformedNote("an empty tree has another root");
    }
    extensions = List.copyOf(extensions);
    for (String line : extensions) {
      if (line.isEmpty()) {
        throw new MalformedNote("a line of a checkpoint is not empty");
      }
    }
  }

  public Checkpoint(String origin, long size, TreeHash root) {
    this(origin, size, root, List.of());
  }

  /// @param text of a note
  /// @throws MalformedNote if it is not a checkpoint
  public static Checkpoint parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 3 || !text.endsWith("\n") || !SIZE.matcher(lines.get(1)).matches()) {
      throw new MalformedNote("a checkpoint has an origin, a size and a root");
    }
    TreeHash root;
    try {
      root = TreeHash.ofBase64(lines.get(2));
    } catch (IllegalArgumentException e) {
      throw new MalformedNote("the root of a checkpoint is Base64 of 32 bytes");
    }
    return new Checkpoint(
        lines.getFirst(), Long.parseLong(lines.get(1)), root, lines.subList(3, lines.size()));
  }

  /// The text of its note.
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(origin).append('\n').append(size).append('\n').append(root.base64()).append('\n');
    for (String line : extensions) {
      text.append(line).append('\n');
    }
    return text.toString();
  }
}
