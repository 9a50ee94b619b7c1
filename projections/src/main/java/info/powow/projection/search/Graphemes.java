package info.powow.projection.search;

import info.powow.projection.search.FoundMessages.Highlight;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Grapheme clusters: what people see as one character, such as a letter with accents, a flag, or a
/// family.
final class Graphemes {
  /// An extended grapheme cluster (Unicode TR29).
  private static final Pattern ONE = Pattern.compile("\\X");

  private Graphemes() {}

  /// Widens ranges of a text, in order, so that none cuts a grapheme. Ranges that meet are joined.
  static List<Highlight> whole(String text, List<Highlight> stretches) {
    List<Highlight> found = new ArrayList<>();
    Matcher graphemes = ONE.matcher(text);
    int begin = 0;
    int end = 0;
    for (Highlight stretch : stretches) {
      int start = Math.min(stretch.start(), text.length() - 1);
      while (end <= start && graphemes.find()) {
        begin = graphemes.start();
        end = graphemes.end();
      }
      int from = begin;
      while (end < stretch.end() && graphemes.find()) {
        begin = graphemes.start();
        end = graphemes.end();
      }
      Highlight last = found.isEmpty() ? null : found.getLast();
      if (last != null && last.end() >= from) {
        found.set(found.size() - 1, new Highlight(last.start(), end));
      } else {
        found.add(new Highlight(from, end));
      }
    }
    return List.copyOf(found);
  }
}
