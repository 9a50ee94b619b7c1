package info.powow.bench.report;

/// A generated section of a Markdown page, between two invisible marks.
public record MarkedSection(String name) {

  private String begin() {
    return "<!-- " + name + ": begin -->";
  }

  private String end() {
    return "<!-- " + name + ": end -->";
  }

  public boolean isIn(String page) {
    int begin = page.indexOf(begin());
    return begin >= 0 && page.indexOf(end()) > begin;
  }

  /// Replaces the text between the two marks.
  ///
  /// @throws IllegalArgumentException if the page [does not have][#isIn] them
  public String filled(String page, String text) {
    if (!isIn(page)) {
      throw new IllegalArgumentException("The page has no lines " + begin() + " and " + end());
    }
    return page.substring(0, page.indexOf(begin()) + begin().length())
        + "\n\n"
        + text
        + "\n"
        + page.substring(page.indexOf(end()));
  }
}
