package info.powow.domain.notification;

import info.powow.domain.Tag;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The words of a text, in which keywords are looked for.
///
/// A keyword matches whole words, whatever their case. In scripts that do not part words (Han,
/// Hiragana, Katakana, Thai, Lao, Khmer, Burmese), it matches anywhere.
public final class Words {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern UNPARTED =
      Pattern.compile(
          "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]");

  private final String text;
  private volatile @Nullable String words;

  private Words(String text) {
    this.text = text;
  }

  public static Words of(String text) {
    return new Words(text);
  }

  /// Most people have no keywords, so it is found out when it is needed.
  private String words() {
    String found = words;
    if (found == null) {
      found = ' ' + folded(text) + ' ';
      words = found;
    }
    return found;
  }

  private static String folded(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    return BETWEEN.matcher(folded).replaceAll(" ").strip();
  }

  public boolean contain(Tag keyword) {
    String wanted = folded(keyword.value());
    return words().contains(UNPARTED.matcher(wanted).find() ? wanted : ' ' + wanted + ' ');
  }
}
