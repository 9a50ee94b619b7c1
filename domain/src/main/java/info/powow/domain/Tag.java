package info.powow.domain;

import java.util.List;
import java.util.regex.Pattern;

/// A word for sorting and finding things: an interest or a category. Always in lower case.
///
/// 1 to 40 characters: letters and digits of any script, with single blanks or hyphens between
/// them. Normalised to NFC, so that tags that look the same are equal.
public record Tag(String value) implements Identifier {
  private static final int MAX_LENGTH = 40;
  private static final int MAX_TAGS = 20;
  private static final Pattern FORM =
      Pattern.compile(
          "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*(?:[ -][\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*)*");
  private static final Pattern BLANKS = Pattern.compile("[\\p{Zs}\\t]+");

  public Tag {
    value = Texts.lowerCase(BLANKS.matcher(value).replaceAll(" ").strip());
    value = Texts.composed(value);
    if (value.codePointCount(0, value.length()) > MAX_LENGTH
        || !FORM.matcher(value).matches()
        || value.codePoints().anyMatch(Texts::isIgnorable)) {
      throw new Rejected(Reason.INVALID_TAG);
    }
  }

  /// Removes duplicates, keeps the order, and refuses too many tags.
  public static List<Tag> require(List<Tag> tags) {
    List<Tag> distinct = tags.stream().distinct().toList();
    if (distinct.size() > MAX_TAGS) {
      throw new Rejected(Reason.TOO_MANY_TAGS);
    }
    return distinct;
  }

  @Override
  public String toString() {
    return value;
  }
}
