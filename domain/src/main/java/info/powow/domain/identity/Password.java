package info.powow.domain.identity;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import java.util.Locale;
import java.util.Set;

/// Decides which passwords may be chosen (after NIST SP 800-63B, section 5.1.1.2): long enough, and
/// not among those that an attacker tries first.
public final class Password {
  private static final int MIN_CHARACTERS = 8;
  // bcrypt ignores the bytes beyond this length.
  private static final int MAX_BYTES = 72;

  private Password() {}

  /// @param common the most common passwords, in lower case
  /// @throws Rejected with `invalid_password`, or with `weak_password` for one that is easy to
  ///     guess
  public static void requireNew(
      String password, Handle handle, String displayName, Set<String> common) {
    if (password.codePointCount(0, password.length()) < MIN_CHARACTERS || !canBeChecked(password)) {
      throw Rejected.at("password", Reason.INVALID_PASSWORD);
    }
    String folded = fold(password);
    if (common.contains(folded)
        || folded.equals(fold(handle.value()))
        || folded.equals(fold(displayName))
        || folded.codePoints().distinct().count() == 1) {
      throw Rejected.at("password", Reason.WEAK_PASSWORD);
    }
  }

  /// Whether a string can be the password of an account. Ensures that the hash covers all of it:
  /// otherwise, a lone surrogate would become a question mark, and a long password would be
  /// truncated.
  public static boolean canBeChecked(String password) {
    return Texts.utf8Length(password) <= MAX_BYTES
        && password.codePoints().noneMatch(Password::isSurrogate);
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String fold(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
