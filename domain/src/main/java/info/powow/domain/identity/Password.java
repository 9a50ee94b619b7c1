package info.powow.domain.identity;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import java.util.Locale;
import java.util.Set;

/// Which passwords may be chosen (after NIST SP 800-63B, section 5.1.1.2): long enough, and none
/// that an attacker tries first.
public final class Password {
  private static final int MIN_CHARACTERS = 8;
  // bcrypt looks at no more: a longer password would be cut silently.
  private static final int MAX_BYTES = 72;

  private Password() {}

  /// @param common the most common passwords, in lower case
  /// @throws Rejected with `invalid_password`, or with `weak_password` for one that is easy to guess
  public static void requireNew(
      String password, Handle handle, String displayName, Set<String> common) {
    if (password.codePointCount(0, password.length()) < MIN_CHARACTERS || !canBeChecked(password)) {
      throw new Rejected(Reason.INVALID_PASSWORD);
    }
    String folded = fold(password);
    if (common.contains(folded)
        || folded.equals(fold(handle.value()))
        || folded.equals(fold(displayName))
        || folded.codePoints().distinct().count() == 1) {
      throw new Rejected(Reason.WEAK_PASSWORD);
    }
  }

  /// Whether a password can be one of an account at all. The hash sees all of such a password:
  /// without this, a lone surrogate becomes a question mark, and what is too long is cut.
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
