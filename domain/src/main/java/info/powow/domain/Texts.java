package info.powow.domain;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Validates and normalises texts that people enter.
public final class Texts {
  private static final int MAX_NAME_LENGTH = 100;

  /// The code points with Unicode's property Default_Ignorable_Code_Point, which the JDK does not
  /// have: the first and last of each range.
  private static final int[] IGNORABLE = {
    0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x200b,
    0x200f, 0x202a, 0x202e, 0x2060, 0x206f, 0x3164, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0,
    0xffa0, 0xfff0, 0xfff8, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff
  };

  /// No language has more marks on one character (the limit of Unicode TR15, section 13).
  private static final Pattern TOO_MANY_MARKS = Pattern.compile("(\\p{M}{30})\\p{M}+");

  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  private Texts() {}

  /// Refuses control characters other than line breaks and tabs, lone surrogates and
  /// non-characters. They break clients, terminals and parsers, and nobody can type them.
  public static void requireText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Fast path for ASCII.
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

  /// The same for a field with a name, and a limit.
  ///
  /// @param field see [FieldError]
  /// @param maxBytes of UTF-8
  public static void requireText(String field, String text, int maxBytes) {
    requireText(field, text);
    if (utf8Length(text) > maxBytes) {
      throw Rejected.at(field, Reason.TEXT_TOO_LONG);
    }
  }

  /// @param field see [FieldError]
  public static void requireText(String field, String text) {
    try {
      requireText(text);
    } catch (Rejected refusal) {
      throw Rejected.at(field, refusal.reason());
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

  /// Whether a text has no visible character: only blanks of any kind and characters without width.
  public static boolean isBlank(String text) {
    return text.codePoints().allMatch(Texts::isInvisible);
  }

  private static boolean isInvisible(int codePoint) {
    return isBlank(codePoint)
        || isIgnorable(codePoint)
        || switch (Character.getType(codePoint)) {
          case Character.CONTROL, Character.FORMAT -> true;
          default -> false;
        };
  }

  /// Unicode's blanks, and letters and symbols that look blank: the empty Braille cell, the null
  /// notehead, the Khitan filler.
  private static boolean isBlank(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> codePoint == 0x2800 || codePoint == 0x1d159 || codePoint == 0x16fe4;
    };
  }

  /// Whether a code point is invisible by itself (Unicode: Default_Ignorable_Code_Point).
  static boolean isIgnorable(int codePoint) {
    int found = Arrays.binarySearch(IGNORABLE, codePoint);
    // Within a range, the insertion point is odd.
    return found >= 0 || (-found - 1) % 2 == 1;
  }

  /// Composes accents (NFC), of at most 30 on a character. Without that limit, a long text of nothing
  /// else would keep a processor busy for seconds: normalising sorts them in quadratic time.
  public static String composed(String text) {
    return Normalizer.normalize(TOO_MANY_MARKS.matcher(text).replaceAll("$1"), Normalizer.Form.NFC);
  }

  /// In lower case. [String#toLowerCase] reads the whole word again for each capital sigma, so that a
  /// long word of them would keep a processor busy for seconds.
  public static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      int next = at + Character.charCount(codePoint);
      switch (codePoint) {
        case 'Σ' -> {
          boolean isWithin = next < text.length() && Character.isLetter(text.codePointAt(next));
          boolean isFirst = at == 0 || !Character.isLetter(text.codePointBefore(at));
          lower.append(isWithin || isFirst ? 'σ' : 'ς');
        }
        case 'İ' -> lower.append("i\u0307");
        default -> lower.appendCodePoint(Character.toLowerCase(codePoint));
      }
      at = next;
    }
    return lower.toString();
  }

  /// Removes what is invisible by itself, such as soft hyphens.
  public static String withoutIgnorable(String text) {
    if (text.codePoints().noneMatch(Texts::isIgnorable)) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(codePoint -> !isIgnorable(codePoint)).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /// Removes everything of which nothing is seen: blanks of any kind, control characters, and what
  /// is invisible by itself.
  public static String withoutInvisible(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(codePoint -> !isInvisible(codePoint)).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /// Returns the beginning of a text, with at most so many UTF-16 code units. Cuts between grapheme
  /// clusters (Unicode TR29), and never within a code point.
  public static String beginning(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    Matcher graphemes = GRAPHEME.matcher(text);
    int end = 0;
    while (graphemes.find() && graphemes.end() <= most) {
      end = graphemes.end();
    }
    if (end > 0) {
      return text.substring(0, end);
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
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

  /// Normalises a name: one line of 1 to 100 code points, of which at least one is visible and none
  /// changes the direction of the text around the name.
  ///
  /// Names that look the same become equal. The result is in NFC, without blanks around it, with a
  /// single blank for any run of blanks, and without invisible characters. Only invisible
  /// characters that shape their neighbours stay.
  public static String requireName(String name) {
    String stripped = name.strip();
    if (stripped.codePoints().anyMatch(Texts::breaksTheLine)) {
      throw new Rejected(Reason.INVALID_NAME);
    }
    requireText(stripped);
    // Remove first, then normalise: removing an invisible character may let its neighbours combine.
    String kept = composed(visible(stripped));
    if (isBlank(kept) || kept.codePointCount(0, kept.length()) > MAX_NAME_LENGTH) {
      throw new Rejected(Reason.INVALID_NAME);
    }
    return kept;
  }

  /// The same for a field with a name.
  ///
  /// @param field see [FieldError]
  public static String requireName(String field, String name) {
    return Rejected.at(field, () -> requireName(name));
  }

  private static String visible(String text) {
    StringBuilder kept = new StringBuilder();
    // Whether a blank, or a character that shapes its neighbours, would have a character on both
    // sides.
    boolean behindSomething = false;
    StringBuilder waiting = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (isBlank(codePoint)) {
        waiting.setLength(0);
        waiting.append(kept.isEmpty() ? "" : " ");
        behindSomething = false;
      } else if (isJoiner(codePoint)) {
        if (behindSomething) {
          waiting.appendCodePoint(codePoint);
          behindSomething = false;
        }
      } else if (isVariant(codePoint)) {
        if (behindSomething) {
          kept.appendCodePoint(codePoint);
        }
      } else if (!isInvisible(codePoint)) {
        kept.append(waiting).appendCodePoint(codePoint);
        waiting.setLength(0);
        behindSomething = true;
      }
    }
    return kept.toString();
  }

  /// Joins or separates the letters beside it, or joins two pictographs.
  private static boolean isJoiner(int codePoint) {
    return codePoint == 0x200c || codePoint == 0x200d;
  }

  /// Selects a form of the character before it, or says which flag it is.
  private static boolean isVariant(int codePoint) {
    return (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
        || (codePoint >= 0x180b && codePoint <= 0x180d)
        || codePoint == 0x180f
        || (codePoint >= 0xe0020 && codePoint <= 0xe007f)
        || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
  }

  private static boolean breaksTheLine(int codePoint) {
    return Character.isISOControl(codePoint)
        || codePoint == 0x2028
        || codePoint == 0x2029
        // Embeddings, overrides and isolates (Unicode TR9) affect text beyond the name.
        || (codePoint >= 0x202a && codePoint <= 0x202e)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  /// Normalises exactly one emoji as a person sees it, whatever it is composed of. With and without
  /// U+FE0F, it is the same.
  public static String requireEmoji(String emoji) {
    return Emoji.require(emoji);
  }

  /// The same for a field with a name.
  ///
  /// @param field see [FieldError]
  public static String requireEmoji(String field, String emoji) {
    try {
      return requireEmoji(emoji);
    } catch (Rejected refusal) {
      throw Rejected.at(field, refusal.reason());
    }
  }
}
