package info.powow.domain.publicservice;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How to reach a service outside Powow, which does not look up or call any of it.
///
/// @param telephone digits, optionally with a leading plus, and blanks, hyphens and brackets in
///     between
/// @param email a mail address
/// @param website a web address over HTTPS
public record Contact(
    @Nullable String telephone, @Nullable String email, @Nullable String website) {
  private static final Pattern TELEPHONE = Pattern.compile("\\+?[0-9][0-9 ()/.-]{1,29}");
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@<>\"\\p{Cntrl}]{1,64}@[^\\s@<>\"\\p{Cntrl}]{1,190}");
  private static final Pattern WEBSITE = Pattern.compile("https://[^\\s<>\"\\\\\\p{Cntrl}]{1,500}");

  public Contact {
    require("telephone", telephone, TELEPHONE);
    require("email", email, EMAIL);
    require("website", website, WEBSITE);
  }

  private static void require(String field, @Nullable String value, Pattern form) {
    if (value != null && !form.matcher(value).matches()) {
      throw Rejected.at(field, Reason.INVALID_CONTACT);
    }
  }
}
