package info.powow.domain.notification;

import info.powow.domain.Tag;
import info.powow.domain.Texts;
import java.util.Collection;
import java.util.regex.Pattern;

/// The words of a text, in which keywords are looked for.
///
/// A keyword matches whole words, whatever their case and invisible characters in them. In scripts that do not part words (Han,
/// Hiragana, Katakana, Thai, Lao, Khmer, Burmese), it matches anywhere.
public final class Words {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern UNPARTED =
      Pattern.compile(
          "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]");

  private final String text;

  private Words(String text) {
    this.text = text;
  }

  public static Words of(String text) {
    return new Words(text);
  }

  /// Most people have no keywords, so the words are looked for only if there are any.
  public boolean containAny(Collection<Tag> keywords) {
    if (keywords.isEmpty()) {
      return false;
    }
    String words = ' ' + folded(text) + ' ';
    return keywords.stream().anyMatch(keyword -> contain(words, keyword));
  }

  private static String folded(String text) {
    // A sigma at the end of a word is the same letter as one within it.
    String folded = Texts.lowerCase(Texts.composed(Texts.withoutIgnorable(text))).replace('ς', 'σ');
    return BETWEEN.matcher(folded).replaceAll(" ").strip();
  }

  private static boolean contain(String words, Tag keyword) {
    String wanted = folded(keyword.value());
    return words.contains(UNPARTED.matcher(wanted).find() ? wanted : ' ' + wanted + ' ');
  }
}
