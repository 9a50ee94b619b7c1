package info.powow.verify;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the positions of each conversation: each one has to be disclosed, erased, or omitted with a
/// reason.
final class Completeness {
  private static final String OUT_OF_RANGE = "out_of_range";

  private static final class Count {
    final Manifest.Conversation conversation;
    long expected;
    long disclosed;
    long erased;
    long omitted;
    @Nullable Instant before;
    @Nullable Instant after;

    Count(Manifest.Conversation conversation) {
      this.conversation = conversation;
      this.expected = conversation.first();
    }
  }

  private final Map<String, Count> counts = new LinkedHashMap<>();
  private final Report report;

  Completeness(Manifest manifest, Report report) {
    this.report = report;
    manifest.conversations().forEach((id, each) -> counts.put(id, new Count(each)));
  }

  void add(EventLine line, String where) {
    Count count = counts.get(line.conversation);
    if (count == null) {
      report.bad(where + " is of a conversation that the manifest does not list");
      return;
    }
    if (line.kind == EventLine.Kind.OMITTED && line.reason.equals(OUT_OF_RANGE)) {
      if (line.position == count.conversation.first() - 1) {
        count.before = Instant.ofEpochMilli(line.atMillis);
        return;
      }
      if (line.position == count.conversation.last() + 1) {
        count.after = Instant.ofEpochMilli(line.atMillis);
        return;
      }
      report.bad(where + " is omitted as out of range, but lies within it");
    }
    if (line.position != count.expected || line.position > count.conversation.last()) {
      report.bad(
          where
              + " is not the one that has to follow: position "
              + count.expected
              + " of this conversation is missing");
    }
    count.expected = line.position + 1;
    if (line.kind == EventLine.Kind.OMITTED) {
      count.omitted++;
    } else if (line.erased) {
      count.erased++;
    } else {
      count.disclosed++;
    }
  }

  /// @param proved whether the lines were proved
  void end(Manifest manifest, boolean proved) {
    long disclosed = 0;
    long erased = 0;
    for (Count count : counts.values()) {
      Manifest.Conversation conversation = count.conversation;
      if (count.expected != conversation.last() + 1) {
        report.bad(
            "positions "
                + count.expected
                + " to "
                + conversation.last()
                + " of conversation "
                + conversation.id()
                + " are missing");
      }
      disclosed += count.disclosed;
      erased += count.erased;
      if (proved) {
        say(manifest, count);
      }
    }
    if (disclosed != manifest.events() || erased != manifest.erased()) {
      report.bad(
          "the bundle has "
              + disclosed
              + " disclosed and "
              + erased
              + " erased events; the manifest says "
              + manifest.events()
              + " and "
              + manifest.erased());
    }
  }

  private void say(Manifest manifest, Count count) {
    Manifest.Conversation conversation = count.conversation;
    String name = "conversation " + conversation.id();
    if (conversation.last() >= conversation.first()) {
      report.proved(
          "In "
              + name
              + ", nothing is missing from position "
              + conversation.first()
              + " to "
              + conversation.last()
              + ": "
              + count.disclosed
              + " events are disclosed, of "
              + count.erased
              + " the words were erased, "
              + count.omitted
              + " are omitted with a reason.");
    }
    Instant from = manifest.from() == null ? null : Instant.parse(manifest.from());
    Instant to = manifest.to() == null ? null : Instant.parse(manifest.to());
    if (conversation.first() > 0) {
      if (count.before != null && from != null && count.before.isBefore(from)) {
        report.proved("In " + name + ", the event before these is of " + count.before + ".");
      } else {
        report.onTrust(
            "That nothing before position "
                + conversation.first()
                + " of "
                + name
                + " lies within the time asked for.");
      }
    }
    if (count.after != null && to != null && count.after.isAfter(to)) {
      report.proved("In " + name + ", the event after these is of " + count.after + ".");
    } else {
      report.onTrust(
          conversation.openEnd()
              ? "That nothing followed position "
                  + conversation.last()
                  + " of "
                  + name
                  + " when the bundle was made."
              : "That nothing after position "
                  + conversation.last()
                  + " of "
                  + name
                  + " lies within the time asked for.");
    }
  }
}
