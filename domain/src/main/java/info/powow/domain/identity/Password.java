package info.powow.domain.identity;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides which passwords may be chosen (after NIST SP 800-63B, section 5.1.1.2): long enough, and
/// not among those that an attacker tries first.
public final class Password {
  private static final int MIN_CHARACTERS = 8;
  // bcrypt ignores the bytes beyond this length.
  private static final int MAX_BYTES = 72;
  // What is longer has too many bytes in NFC, too.
  private static final int MAX_TYPED = 3 * MAX_BYTES;
  private static final int MIN_UNPREDICTABLE = 3;

  private Password() {}

  /// @param common the most common passwords, in lower case
  /// @return the password as it is hashed: in NFC
  /// @throws Rejected with `invalid_password`, or with `weak_password` for one that is easy to
  ///     guess
  public static String requireNew(
      String password, Handle handle, String displayName, Set<String> common) {
    String typed = typed(password);
    if (typed == null || typed.codePointCount(0, typed.length()) < MIN_CHARACTERS) {
      throw Rejected.at("password", Reason.INVALID_PASSWORD);
    }
    String folded = fold(typed);
    if (folded.codePointCount(0, folded.length()) < MIN_CHARACTERS
        || common.contains(folded)
        || folded.equals(fold(handle.value()))
        || folded.equals(fold(displayName))
        || isPredictable(folded.codePoints().toArray())) {
      throw Rejected.at("password", Reason.WEAK_PASSWORD);
    }
    return typed;
  }

  /// Normalises a password that somebody typed: keyboards differ in whether they compose accents
  /// (NFC) or not (NFD), and nobody sees the difference.
  ///
  /// @return in NFC; null for what cannot be the password of an account. Ensures that the hash covers
  ///     all of it: otherwise, a lone surrogate would become a question mark, and a long password
  ///     would be truncated.
  public static @Nullable String typed(String password) {
    // Check the length first: normalising takes quadratic time for many combining marks.
    if (password.length() > MAX_TYPED || password.codePoints().anyMatch(Password::isSurrogate)) {
      return null;
    }
    String composed = Normalizer.normalize(password, Normalizer.Form.NFC);
    return Texts.utf8Length(composed) <= MAX_BYTES ? composed : null;
  }

  /// Whether all but a few characters follow from those before: `aaaaaaaa`, `abcdefgh`, `87654321`,
  /// `abcd1234`, `12341234`, `qxzqxzqx`.
  private static boolean isPredictable(int[] characters) {
    int unpredictable = 0;
    for (int i = 0; i < characters.length; i++) {
      if (i == 0 || Math.abs(characters[i] - characters[i - 1]) > 1) {
        unpredictable++;
      }
    }
    return unpredictable < MIN_UNPREDICTABLE || repeatsSomethingShort(characters);
  }

  /// Whether a text consists of repetitions of what would be too short for a password. The last one
  /// may be cut off.
  private static boolean repeatsSomethingShort(int[] characters) {
    for (int period = 1; period < MIN_CHARACTERS && 2 * period <= characters.length; period++) {
      if (Arrays.equals(
          characters, period, characters.length, characters, 0, characters.length - period)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /// Without blanks and invisible characters: a few more of them are easy to guess.
  private static String fold(String text) {
    return Texts.lowerCase(Texts.withoutInvisible(text));
  }
}
