package info.powow.notify.boot;

import info.powow.domain.campaign.CampaignFrequency;
import info.powow.notify.mail.SmtpMailSender.Encryption;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How mail is sent.
///
/// @param host the mail server; without one, mail goes to files in the folder
/// @param port of the mail server
/// @param encryption `starttls`, `tls` from the beginning, or `none`
/// @param username for the mail server; without one, nobody signs in there
/// @param password for the mail server
/// @param from who mail is from, such as `Powow <powow@example.org>`
/// @param url of the page as people reach it, for the links in mail
/// @param folder where mail goes as long as there is no mail server; `mail` beside `powow.push.folder`
///     by default
/// @param concurrency mails that are sent at the same time, 1 to 100
/// @param campaignsPerPerson mails of campaigns that one person gets within `powow.mail.campaigns-within`, over
///     all campaigns, 1 to 100
/// @param campaignsWithin an hour to 28 days
/// @param timeout to connect to the mail server, and for each of its answers
@ConfigurationProperties("powow.mail")
public record MailProperties(
    @Nullable String host,
    @DefaultValue("587") int port,
    @DefaultValue("starttls") Encryption encryption,
    @Nullable String username,
    @Nullable String password,
    @DefaultValue("Powow <powow@powow.invalid>") String from,
    @DefaultValue("http://localhost:8080") String url,
    @Nullable String folder,
    @DefaultValue("4") int concurrency,
    @DefaultValue("1") int campaignsPerPerson,
    @DefaultValue("7d") Duration campaignsWithin,
    @DefaultValue("30s") Duration timeout) {
  public MailProperties {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("powow.mail.port lies between 1 and 65535");
    }
    if (concurrency < 1 || concurrency > 100) {
      throw new IllegalArgumentException("powow.mail.concurrency lies between 1 and 100");
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("powow.mail.timeout is positive");
    }
    var _ = new CampaignFrequency(campaignsPerPerson, campaignsWithin);
    String scheme = URI.create(url).getScheme();
    if (scheme == null || (!scheme.equals("https") && !scheme.equals("http"))) {
      throw new IllegalArgumentException("powow.mail.url begins with https:// or http://");
    }
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  CampaignFrequency campaignFrequency() {
    return new CampaignFrequency(campaignsPerPerson, campaignsWithin);
  }

  InternetAddress sender() {
    try {
      InternetAddress[] parsed = InternetAddress.parse(from, true);
      if (parsed.length == 1 && parsed[0].getAddress().contains("@")) {
        return parsed[0];
      }
    } catch (AddressException e) {
      throw new IllegalArgumentException("powow.mail.from is not one mail address", e);
    }
    throw new IllegalArgumentException("powow.mail.from is not one mail address");
  }

  /// Keeps the password out of logs.
  @Override
  public String toString() {
    return "powow.mail";
  }
}
