package info.powow.projection.search;

import info.powow.projection.search.FoundMessages.Highlight;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// How Elasticsearch marks matches in a text, and how they are located.
///
/// The marks are new for every search, so that no text can contain them and forge a highlight.
record Highlights(String begin, String end) {
  static Highlights marked() {
    String nobodyKnows = UUID.randomUUID().toString();
    return new Highlights("<" + nobodyKnows + ">", "</" + nobodyKnows + ">");
  }

  /// The ranges between marks, counted in the text without marks.
  List<Highlight> in(String marked) {
    List<Highlight> found = new ArrayList<>();
    int marks = 0;
    int from = marked.indexOf(begin);
    while (from >= 0) {
      int to = marked.indexOf(end, from);
      if (to < 0) {
        break;
      }
      int start = from - marks;
      marks += begin.length();
      found.add(new Highlight(start, to - marks));
      marks += end.length();
      from = marked.indexOf(begin, to);
    }
    return List.copyOf(found);
  }
}
