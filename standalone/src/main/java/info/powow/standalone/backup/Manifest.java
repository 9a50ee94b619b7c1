package info.powow.standalone.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The list of a backup's files with lengths and SHA-256. Written last, with the number of files in
/// its last line, so that an incomplete backup is detected.
final class Manifest {
  static final String FILE = "MANIFEST";
  private static final String HEADER = "powow backup, format 1";
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9a-f]{64}) (\\d{1,18}) ((?:log|images)(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+)");

  /// @param path relative to the backup's folder, with slashes
  record Content(String path, long bytes, String sha256) {}

  private Manifest() {}

  static void write(Path backup, Instant madeAt, List<Content> contents) throws IOException {
    StringBuilder text = new StringBuilder(HEADER + "\nmade " + madeAt + "\n");
    for (Content content : contents) {
      text.append("%s %d %s\n".formatted(content.sha256(), content.bytes(), content.path()));
    }
    text.append("files ").append(contents.size()).append('\n');
    Path file = backup.resolve(FILE);
    Files.writeString(file, text);
    Folders.force(file);
  }

  /// @throws BackupRefused if the folder is not a complete backup
  static List<Content> read(Path backup) throws IOException {
    Path file = backup.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new BackupRefused(backup + " is not a backup: it has no file " + FILE + ".");
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    if (lines.size() < 3 || !lines.getFirst().equals(HEADER)) {
      throw new BackupRefused(file + " has a format that this version cannot read.");
    }
    List<Content> contents = new ArrayList<>(lines.size());
    for (String line : lines.subList(2, lines.size() - 1)) {
      Matcher content = LINE.matcher(line);
      if (!content.matches()) {
        throw damaged(backup, FILE);
      }
      contents.add(
          new Content(content.group(3), Long.parseLong(content.group(2)), content.group(1)));
    }
    if (!lines.getLast().equals("files " + contents.size())) {
      throw damaged(backup, FILE);
    }
    requireSameFiles(backup, contents);
    return contents;
  }

  private static void requireSameFiles(Path backup, List<Content> contents) throws IOException {
    Map<String, Long> found = new HashMap<>();
    for (Path file : Folders.filesIn(backup)) {
      found.put(Folders.relative(backup, file), Files.size(file));
    }
    found.remove(FILE);
    for (Content content : contents) {
      Long bytes = found.remove(content.path());
      if (bytes == null || bytes != content.bytes()) {
        throw damaged(backup, content.path());
      }
    }
    if (!found.isEmpty()) {
      throw new BackupRefused(
          "The backup in "
              + backup
              + " has files that its "
              + FILE
              + " does not name, such as "
              + found.keySet().iterator().next()
              + ". Use another backup.");
    }
  }

  static BackupRefused damaged(Path backup, String path) {
    return new BackupRefused(
        "The backup in " + backup + " is damaged at " + path + ". Use another one.");
  }
}
