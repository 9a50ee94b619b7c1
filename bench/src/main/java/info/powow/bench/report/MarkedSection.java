package info.powow.bench.report;

/// Where figures stand in a Markdown page: between two marks that nobody sees.
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

  /// Puts a text between the two marks, and leaves the rest of the page alone.
  ///
  /// @throws IllegalArgumentException when the place [is not in][#isIn] the page
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
