package info.powow.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Recognises and normalises one emoji, by the grammar of Unicode TR51 (ED-17). Sequences that no
/// font can draw are refused.
///
/// The character data comes from the JDK, and so does the Unicode version. Code points that Unicode
/// reserves for pictographs and that the JDK does not know yet count as newer emoji. Of sequences
/// joined by U+200D, only the kinds that Unicode recommends are accepted: people with a gender, a
/// profession, a family or a direction, and a few others by name.
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

  /// Regions that have a flag but are not in ISO 3166.
  private static final Set<String> OTHER_REGIONS =
      Set.of("AC", "CP", "CQ", "DG", "EA", "EU", "IC", "TA", "UN", "XK");

  private static final Set<String> REGIONS = regions();

  /// England, Scotland and Wales: the flags of subdivisions (ISO 3166-2) that Unicode recommends.
  private static final Set<String> SUBDIVISIONS = Set.of("gbeng", "gbsct", "gbwls");

  private static final String CHILDREN = "(?:👧\u200d[👦👧]|👦\u200d👦|👦|👧)";
  private static final String IN_LOVE = "\u200d❤(?:\u200d💋)?\u200d";

  /// Joined sequences, without skin tones and U+FE0F.
  private static final Pattern PEOPLE =
      Pattern.compile(
          // A family.
          "(?:👨\u200d[👨👩]|👩\u200d👩|👨|👩)\u200d"
              + CHILDREN
              + "|🧑(?:\u200d🧑)?(?:\u200d🧒){1,2}"
              // A couple, or two people who hold hands, wear bunny ears or wrestle.
              + "|(?:👩(?:IN_LOVE|HANDS)[👨👩]|👨(?:IN_LOVE|HANDS)👨|🧑(?:IN_LOVE|HANDS)🧑)"
                  .replace("IN_LOVE", IN_LOVE)
                  .replace("HANDS", "\u200d🤝\u200d")
              + "|([🧑👩👨])\u200d[🐰\ud83e\udeef]\u200d\\1"
              // A profession, or hair.
              + "|[🧑👩👨]\u200d[⚕⚖✈🌾🍳🍼🎄🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🩰🦰🦱🦲🦳]"
              // A means of transport, and a direction.
              + "|[🧑👩👨]\u200d[🦯🦼🦽](?:\u200d➡)?"
              + "|[🚶🏃🧎]\u200d(?:[♀♂]\u200d)?➡");

  private static final Pattern GENDER = Pattern.compile("([^\u200d])\u200d[♀♂]");
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

  /// Normalises an emoji to its fully qualified form: U+FE0F follows each pictograph whose default
  /// is text style, and occurs nowhere else.
  ///
  /// @throws Rejected if the text is not an emoji, or more than one
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

  /// The flag of a subdivision: its code in tag characters.
  private static boolean isRegionalFlag(int[] emoji) {
    int last = emoji.length - 1;
    if (last < 1 || emoji[0] != FLAG || emoji[last] != LAST_TAG) {
      return false;
    }
    StringBuilder code = new StringBuilder();
    for (int i = 1; i < last; i++) {
      code.appendCodePoint(Math.max(0, emoji[i] - TAG));
    }
    return SUBDIVISIONS.contains(code.toString());
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

  /// False for components of emoji: digits, regional indicators, tags. Hair and skin tones are
  /// components and pictographs.
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
