package info.powow.domain;

import java.text.BreakIterator;
import java.util.Locale;

/// What may be written where.
public final class Texts {
  private static final int MAX_NAME_LENGTH = 100;
  private static final int MAX_EMOJI_LENGTH = 32;
  private static final int COMBINING_KEYCAP = 0x20E3;

  private Texts() {}

  /// Refuses control characters other than line breaks and tabs, lone surrogates and
  /// non-characters: they break clients, terminals and parsers, and nobody can type them.
  public static void requireText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\n' && c != '\t' && c != '\r') {
        throw new Rejected(Reason.INVALID_TEXT);
      }
      if (c >= 0x7f && !isTextBeyondAscii(text, i)) {
        throw new Rejected(Reason.INVALID_TEXT);
      }
      if (Character.isHighSurrogate(c)) {
        i++;
      }
    }
  }

  private static boolean isTextBeyondAscii(String text, int index) {
    char c = text.charAt(index);
    if (c <= 0x9f || c == 0xfffe || c == 0xffff) {
      return false;
    }
    if (Character.isHighSurrogate(c)) {
      return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
    }
    return !Character.isLowSurrogate(c);
  }

  /// The length of a text on the wire, in bytes of UTF-8.
  public static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate is half of a character of four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /// A name without the blanks around it: one line of 1 to 100 characters (as people count them:
  /// code points).
  public static String requireName(String name) {
    String stripped = name.strip();
    if (stripped.isEmpty()
        || stripped.codePointCount(0, stripped.length()) > MAX_NAME_LENGTH
        || stripped.codePoints().anyMatch(Texts::breaksTheLine)) {
      throw new Rejected(Reason.INVALID_NAME);
    }
    requireText(stripped);
    return stripped;
  }

  private static boolean breaksTheLine(int codePoint) {
    return Character.isISOControl(codePoint) || codePoint == 0x2028 || codePoint == 0x2029;
  }

  /// Exactly one emoji as a person sees it: one grapheme cluster (Unicode TR29), whatever it is
  /// joined from.
  public static void requireEmoji(String emoji) {
    if (emoji.isEmpty() || emoji.length() > MAX_EMOJI_LENGTH) {
      throw new Rejected(Reason.INVALID_EMOJI);
    }
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(emoji);
    if (clusters.next() != emoji.length() || emoji.codePoints().noneMatch(Texts::isPicture)) {
      throw new Rejected(Reason.INVALID_EMOJI);
    }
    requireText(emoji);
  }

  private static boolean isPicture(int codePoint) {
    return Character.isEmojiPresentation(codePoint)
        || Character.isExtendedPictographic(codePoint)
        || codePoint == COMBINING_KEYCAP;
  }
}
