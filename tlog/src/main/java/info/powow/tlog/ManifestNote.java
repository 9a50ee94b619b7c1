package info.powow.tlog;

import java.util.List;

/// What the key of a log signs beside checkpoints: that the log's server made a bundle with this
/// manifest. Its first line keeps it apart from checkpoints, whose first line is an origin.
///
/// @param origin of the log
/// @param manifest SHA-256 of the manifest
public record ManifestNote(String origin, TreeHash manifest) {
  private static final String FORMAT = "powow-bundle/1";

  /// @throws MalformedNote if the text is not exactly such a note
  public static ManifestNote parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() == 3) {
      try {
        ManifestNote note = new ManifestNote(lines.get(1), TreeHash.ofBase64(lines.get(2)));
        if (note.text().equals(text)) {
          return note;
        }
      } catch (IllegalArgumentException _) {
        // Refused below.
      }
    }
    throw new MalformedNote("the signature of a manifest has a format, an origin and a hash");
  }

  /// The text of its note.
  public String text() {
    return FORMAT + '\n' + origin + '\n' + manifest.base64() + '\n';
  }
}
