package info.powow.verify;

import info.powow.tlog.Leaf;
import info.powow.tlog.TreeHash;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads `events.jsonl` or `omitted.jsonl`, one line ahead, and checks each line for itself.
final class EventFile {
  private final Content content;
  private final Map<String, byte[]> tags;
  private final Report report;
  private final Consumer<String> pictures;
  private final EventLine line = new EventLine();
  private final boolean proved;
  private boolean ended;
  private long lastIndex;

  /// @param tags of the conversations
  /// @param proved whether lines have to carry a proof
  EventFile(
      Content content,
      Map<String, byte[]> tags,
      boolean proved,
      Report report,
      Consumer<String> pictures)
      throws IOException, Broken {
    this.content = content;
    this.tags = tags;
    this.proved = proved;
    this.report = report;
    this.pictures = pictures;
    advance();
  }

  /// The line that is read next; null after the last.
  @Nullable EventLine peek() {
    return ended ? null : line;
  }

  /// Where the line is.
  String where() {
    return content.name()
        + " line "
        + content.line()
        + " (conversation "
        + line.conversation
        + ", position "
        + line.position
        + ")";
  }

  void advance() throws IOException, Broken {
    if (!content.nextLine()) {
      ended = true;
      return;
    }
    if (!line.parse(content.buffer(), content.start(), content.end(), pictures)) {
      throw new Broken(
          content.name() + " line " + content.line() + " was changed: it is malformed");
    }
    if ((line.kind == EventLine.Kind.UNPROVED) == proved) {
      throw new Broken(where() + " has a form that this bundle does not allow");
    }
    if (proved && line.index <= lastIndex) {
      throw new Broken(
          where() + " has index " + line.index + ", which does not follow " + lastIndex);
    }
    lastIndex = line.index;
  }

  /// The leaf of the line. If it does not follow from what the line says, that is reported.
  TreeHash leaf() {
    byte[] tag = tags.get(line.conversation);
    TreeHash leaf = tag == null ? null : line.leaf(tag);
    if (leaf == null) {
      report.bad(where() + " was changed: it is not what its leaf in the log commits to");
      return line.claimedLeaf();
    }
    return leaf;
  }

  static byte[] tag(Manifest.Conversation conversation) {
    return Leaf.streamTag(conversation.tagKey(), conversation.id());
  }

  Content content() {
    return content;
  }
}
