package info.powow.domain;

import java.util.regex.Pattern;

/// What may be written where.
public final class Texts {
  private static final int MAX_NAME_LENGTH = 100;
  private static final int MAX_EMOJI_LENGTH = 32;

  /// A picture, which a skin tone, the demand for colour, or the tags of a region's flag may
  /// follow.
  private static final String PICTURE =
      "[\\p{IsEmoji}&&[^0-9#*\\x{1F1E6}-\\x{1F1FF}]]"
          + "(?:\\p{IsEmoji_Modifier}|\\x{FE0F}|[\\x{E0020}-\\x{E007E}]+\\x{E007F})?";

  /// One emoji after the grammar of Unicode TR51, ED-17: pictures joined by U+200D, two letters of
  /// a flag, or a key.
  private static final Pattern EMOJI =
      Pattern.compile(
          PICTURE
              + "(?:\\x{200D}"
              + PICTURE
              + ")*|[\\x{1F1E6}-\\x{1F1FF}]{2}|[0-9#*]\\x{FE0F}?\\x{20E3}");

  private Texts() {}

  /// Refuses control characters other than line breaks and tabs, lone surrogates and
  /// non-characters: they break clients, terminals and parsers, and nobody can type them.
  public static void requireText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Most of what people write ends the question here.
      if (c >= ' ' && c < 0x7f) {
        continue;
      }
      int codePoint = text.codePointAt(i);
      if (!isWritten(codePoint)) {
        throw new Rejected(Reason.INVALID_TEXT);
      }
      if (Character.isSupplementaryCodePoint(codePoint)) {
        i++;
      }
    }
  }

  private static boolean isWritten(int codePoint) {
    if (codePoint == '\n' || codePoint == '\t' || codePoint == '\r') {
      return true;
    }
    boolean nonCharacter =
        (codePoint & 0xfffe) == 0xfffe || (codePoint >= 0xfdd0 && codePoint <= 0xfdef);
    return !Character.isISOControl(codePoint) && !isSurrogate(codePoint) && !nonCharacter;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /// Whether nothing in a text can be seen: blanks of any kind and what has no width.
  public static boolean isBlank(String text) {
    return text.codePoints().allMatch(Texts::isInvisible);
  }

  private static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default ->
          // The fillers of Hangul, the empty cell of Braille, and the selectors of variants count
          // as letters, symbols and marks.
          codePoint == 0x115f
              || codePoint == 0x1160
              || codePoint == 0x3164
              || codePoint == 0xffa0
              || codePoint == 0x2800
              || (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
              || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
    };
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
  /// code points), of which at least one can be seen and none turns the text around the name.
  public static String requireName(String name) {
    String stripped = name.strip();
    if (isBlank(stripped)
        || stripped.codePointCount(0, stripped.length()) > MAX_NAME_LENGTH
        || stripped.codePoints().anyMatch(Texts::breaksTheLine)) {
      throw new Rejected(Reason.INVALID_NAME);
    }
    requireText(stripped);
    return stripped;
  }

  private static boolean breaksTheLine(int codePoint) {
    return Character.isISOControl(codePoint)
        || codePoint == 0x2028
        || codePoint == 0x2029
        // Embeddings, overrides and isolates (Unicode TR9) reach beyond the name they stand in.
        || (codePoint >= 0x202a && codePoint <= 0x202e)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  /// Exactly one emoji as a person sees it, whatever it is joined from.
  public static void requireEmoji(String emoji) {
    if (emoji.length() > MAX_EMOJI_LENGTH || !EMOJI.matcher(emoji).matches()) {
      throw new Rejected(Reason.INVALID_EMOJI);
    }
  }
}
