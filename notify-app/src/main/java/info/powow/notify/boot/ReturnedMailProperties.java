package info.powow.notify.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The mailbox that mail comes back to: that of the address in `powow.mail.from`.
///
/// @param host the IMAP server; without one, returned mail is not read
/// @param port of the IMAP server
/// @param tls whether the connection is encrypted from the beginning
/// @param username for the IMAP server
/// @param password for the IMAP server
/// @param every how often it is looked at
@ConfigurationProperties("powow.mail.returned")
public record ReturnedMailProperties(
    @Nullable String host,
    @DefaultValue("993") int port,
    @DefaultValue("true") boolean tls,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @DefaultValue("1m") Duration every) {
  public ReturnedMailProperties {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("powow.mail.returned.port lies between 1 and 65535");
    }
    if (!every.isPositive()) {
      throw new IllegalArgumentException("powow.mail.returned.every is positive");
    }
  }

  /// Keeps the password out of logs.
  @Override
  public String toString() {
    return "powow.mail.returned";
  }
}
