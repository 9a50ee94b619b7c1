package info.powow.domain;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A word by which things are sorted and found: an interest, a category. Written small, whatever
/// was typed.
///
/// 1 to 40 characters: letters and digits of any script, and single blanks or hyphens between them.
public record Tag(String value) implements Identifier {
  private static final int MAX_LENGTH = 40;
  private static final int MAX_TAGS = 20;
  private static final Pattern FORM =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:[ -][\\p{L}\\p{M}\\p{N}]+)*");

  public Tag {
    value = value.strip().toLowerCase(Locale.ROOT);
    if (value.codePointCount(0, value.length()) > MAX_LENGTH || !FORM.matcher(value).matches()) {
      throw new Rejected(Reason.INVALID_TAG);
    }
  }

  /// Each once, in their order, and not too many.
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
