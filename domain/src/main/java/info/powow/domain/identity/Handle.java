package info.powow.domain.identity;

import info.powow.domain.Identifier;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import java.util.regex.Pattern;

/// The unique name by which people find somebody. Case-insensitive.
///
/// 3 to 30 characters `a-z 0-9 _ .`, starting with a letter. Upper case is converted to lower case.
/// ASCII only, so that no two handles look alike. A full stop must be between two other characters,
/// because one at the end would read as the end of a sentence.
public record Handle(String value) implements Identifier {
  private static final Pattern FORM =
      Pattern.compile("(?=.{3,30}$)[a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)*");

  public Handle {
    value = Texts.lowerCase(value.strip());
    if (!FORM.matcher(value).matches()) {
      throw new Rejected(Reason.INVALID_HANDLE);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
