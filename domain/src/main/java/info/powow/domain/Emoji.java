package info.powow.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One emoji, after the grammar of Unicode TR51 (ED-17) and without what no font can draw.
///
/// What the JDK knows of characters decides, so its Unicode version does. Code points that Unicode
/// has set aside for pictures and that the JDK does not know yet are taken for newer ones. Of
/// sequences joined by U+200D only the kinds that Unicode recommends are taken: people with a gender,
/// a trade, a family or a direction, and the few others by name.
final class Emoji {
  private static final int MAX_LENGTH = 32;
  private static final int MAX_JOINED = 4;

  private static final int JOINER = 0x200d;
  private static final int IN_COLOUR = 0xfe0f;
  private static final int KEYCAP = 0x20e3;
  private static final int FLAG = 0x1f3f4;
  private static final int TAG = 0xe0000;
  private static final int LAST_TAG = 0xe007f;
  private static final int REGIONAL_A = 0x1f1e6;
  private static final int REGIONAL_Z = 0x1f1ff;

  /// Regions with a flag that ISO 3166 does not list.
  private static final Set<String> OTHER_REGIONS =
      Set.of("AC", "CP", "CQ", "DG", "EA", "EU", "IC", "TA", "UN", "XK");

  private static final Set<String> REGIONS = regions();

  /// Joined pictures, without skin tones and U+FE0F.
  private static final Pattern PEOPLE =
      Pattern.compile(
          // A family.
          "[🧑👩👨](?:\u200d[🧑👩👨])?(?:\u200d[👦👧🧒]){1,2}"
              // A couple.
              + "|[🧑👩👨]\u200d(?:❤(?:\u200d💋)?|🤝)\u200d[🧑👩👨]"
              // A trade, hair, or what one moves with.
              + "|[🧑👩👨]\u200d[^🧑👩👨👦👧🧒\u200d](?:\u200d➡)?"
              // Somebody who goes that way.
              + "|[🚶🏃🧎]\u200d➡");

  private static final Pattern GENDER = Pattern.compile("([^\u200d])\u200d[♀♂](?:\u200d➡)?");
  private static final String GENDERED_WITHOUT_TONE = "👯🤼🧞🧟";

  private static final Set<String> OTHERS =
      List.of(
              "⛓💥", "❤🔥", "❤🩹", "🍄🟫", "🍋🟩", "🏳⚧", "🏳🌈", "🏴☠", "🐈⬛", "🐕🦺", "🐦⬛",
              "🐦🔥", "🐻❄", "👁🗨", "😮💨", "😵💫", "😶🌫", "🙂↔", "🙂↕", "🫱🫲")
          .stream()
          .map(two ->
              two.substring(0, two.offsetByCodePoints(0, 1))
                  + "\u200d"
                  + two.substring(two.offsetByCodePoints(0, 1)))
          .collect(Collectors.toUnmodifiableSet());

  private Emoji() {}

  private static Set<String> regions() {
    Set<String> regions = new HashSet<>(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));
    regions.addAll(OTHER_REGIONS);
    return Set.copyOf(regions);
  }

  /// The emoji in its one form: fully qualified, which is with U+FE0F behind each picture that is a
  /// black sign without it, and nowhere else.
  ///
  /// @throws Rejected when it is no emoji, or several
  static String require(String text) {
    if (text.length() <= MAX_LENGTH) {
      int[] emoji = text.codePoints().filter(codePoint -> codePoint != IN_COLOUR).toArray();
      if (isKeycap(emoji) || isFlag(emoji) || isRegionalFlag(emoji) || isPicture(emoji)) {
        return qualified(emoji);
      }
    }
    throw new Rejected(Reason.INVALID_EMOJI);
  }

  private static String qualified(int[] emoji) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < emoji.length; i++) {
      text.appendCodePoint(emoji[i]);
      boolean coloured = i + 1 < emoji.length && Character.isEmojiModifier(emoji[i + 1]);
      if (Character.isEmoji(emoji[i]) && !Character.isEmojiPresentation(emoji[i]) && !coloured) {
        text.appendCodePoint(IN_COLOUR);
      }
    }
    return text.toString();
  }

  private static boolean isKeycap(int[] emoji) {
    return emoji.length == 2
        && emoji[1] == KEYCAP
        && (emoji[0] == '#' || emoji[0] == '*' || (emoji[0] >= '0' && emoji[0] <= '9'));
  }

  private static boolean isFlag(int[] emoji) {
    if (emoji.length != 2 || !isRegional(emoji[0]) || !isRegional(emoji[1])) {
      return false;
    }
    return REGIONS.contains(
        "" + (char) (emoji[0] - REGIONAL_A + 'A') + (char) (emoji[1] - REGIONAL_A + 'A'));
  }

  private static boolean isRegional(int codePoint) {
    return codePoint >= REGIONAL_A && codePoint <= REGIONAL_Z;
  }

  /// The flag of a part of a country, such as Wales: its code (ISO 3166-2) in tags.
  private static boolean isRegionalFlag(int[] emoji) {
    int last = emoji.length - 1;
    if (emoji.length < 5 || emoji.length > 8 || emoji[0] != FLAG || emoji[last] != LAST_TAG) {
      return false;
    }
    StringBuilder code = new StringBuilder();
    for (int i = 1; i < last; i++) {
      int letter = emoji[i] - TAG;
      boolean isDigit = letter >= '0' && letter <= '9';
      if (!isDigit && (letter < 'a' || letter > 'z')) {
        return false;
      }
      code.append((char) letter);
    }
    return REGIONS.contains(code.substring(0, 2).toUpperCase(Locale.ROOT));
  }

  private static boolean isPicture(int[] emoji) {
    StringBuilder joined = new StringBuilder();
    int pictures = 0;
    boolean newer = false;
    int i = 0;
    while (i < emoji.length) {
      int picture = emoji[i++];
      if (!isPicture(picture)) {
        return false;
      }
      pictures++;
      newer |= isNewer(picture);
      joined.appendCodePoint(picture);
      if (i < emoji.length && Character.isEmojiModifier(emoji[i])) {
        if (!Character.isEmojiModifierBase(picture) && !isNewer(picture)) {
          return false;
        }
        i++;
      }
      if (i == emoji.length) {
        return pictures == 1 || (pictures <= MAX_JOINED && (newer || isJoined(joined.toString())));
      }
      if (emoji[i++] != JOINER) {
        return false;
      }
      joined.appendCodePoint(JOINER);
    }
    return false;
  }

  /// Not what is only a part of emoji: digits, letters of flags, tags. Hair and skin tones are both.
  private static boolean isPicture(int codePoint) {
    boolean hair = codePoint >= 0x1f9b0 && codePoint <= 0x1f9b3;
    return isNewer(codePoint)
        || hair
        || Character.isEmojiModifier(codePoint)
        || (Character.isEmoji(codePoint) && !Character.isEmojiComponent(codePoint));
  }

  private static boolean isNewer(int codePoint) {
    return Character.isExtendedPictographic(codePoint)
        && Character.getType(codePoint) == Character.UNASSIGNED;
  }

  private static boolean isJoined(String pictures) {
    if (OTHERS.contains(pictures) || PEOPLE.matcher(pictures).matches()) {
      return true;
    }
    var gendered = GENDER.matcher(pictures);
    return gendered.matches()
        && (Character.isEmojiModifierBase(gendered.group(1).codePointAt(0))
            || GENDERED_WITHOUT_TONE.contains(gendered.group(1)));
  }
}
