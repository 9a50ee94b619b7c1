package info.powow.domain.mail;

import info.powow.domain.Identifier;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.Locale;
import java.util.regex.Pattern;

/// A mail address, of the forms that people use: the dot-atom of RFC 5321 at a domain name. No
/// quoted names, no addresses of machines, and no line break that could become a header.
///
/// @param value at most 254 ASCII characters; the domain is in lower case
public record MailAddress(String value) implements Identifier {
  public static final int MAX_LENGTH = 254;
  private static final int MAX_LOCAL = 64;
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
  private static final Pattern DOMAIN =
      Pattern.compile("(?:" + LABEL + "\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])");

  /// @throws Rejected `invalid_mail_address`
  public MailAddress {
    int at = value.lastIndexOf('@');
    // Before matching, so that the work is bounded.
    if (value.length() > MAX_LENGTH || at < 1 || at > MAX_LOCAL) {
      throw invalid();
    }
    String domain = value.substring(at + 1);
    if (!LOCAL.matcher(value.substring(0, at)).matches() || !DOMAIN.matcher(domain).matches()) {
      throw invalid();
    }
    value = value.substring(0, at + 1) + domain.toLowerCase(Locale.ROOT);
  }

  private static Rejected invalid() {
    return Rejected.at("address", Reason.INVALID_MAIL_ADDRESS);
  }

  /// An address is personal: no log line shows it.
  @Override
  public String toString() {
    return "a mail address";
  }
}
