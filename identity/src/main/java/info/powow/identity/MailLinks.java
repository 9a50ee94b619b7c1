package info.powow.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import java.time.Instant;

/// What the links in mail are about, sealed. They work without signing in, and mail that is sent again
/// is the same mail.
public final class MailLinks {
  private static final int PLAIN_BYTES = 128;

  private final SealedTokens tokens;

  public MailLinks(InstallationSecret secret) {
    this.tokens = new SealedTokens(secret, "mail links", PLAIN_BYTES);
  }

  /// What a link is for. A token of one purpose opens no other.
  private enum Purpose {
    CONFIRM,
    UNSUBSCRIBE,
    ORIGIN
  }

  /// @param askedAt which request for a confirmation it was
  public record Confirmation(PersonId person, Instant askedAt, MailLanguage language) {}

  public record Unsubscription(PersonId person, MailTopic topic, MailLanguage language) {}

  /// Where a mail that comes back was sent to.
  ///
  /// @param askedAt tells the address from others of the person
  public record Origin(PersonId person, Instant askedAt) {}

  public String seal(Confirmation content) {
    return seal(
        Purpose.CONFIRM,
        content.person().value(),
        Long.toString(content.askedAt().toEpochMilli()),
        content.language().name());
  }

  public String seal(Unsubscription content) {
    return seal(
        Purpose.UNSUBSCRIBE,
        content.person().value(),
        content.topic().name(),
        content.language().name());
  }

  /// @param mail tells one mail from others to the same address; at most 40 characters
  public String seal(Origin content, String mail) {
    return seal(
        Purpose.ORIGIN,
        content.person().value(),
        Long.toString(content.askedAt().toEpochMilli()),
        mail);
  }

  /// @throws Rejected `link_expired` if it is none
  public Confirmation confirmation(String token) {
    String[] parts = open(Purpose.CONFIRM, token);
    return new Confirmation(
        new PersonId(parts[0]),
        Instant.ofEpochMilli(Long.parseLong(parts[1])),
        MailLanguage.valueOf(parts[2]));
  }

  /// @throws Rejected `link_expired` if it is none
  public Unsubscription unsubscription(String token) {
    String[] parts = open(Purpose.UNSUBSCRIBE, token);
    return new Unsubscription(
        new PersonId(parts[0]), MailTopic.valueOf(parts[1]), MailLanguage.valueOf(parts[2]));
  }

  /// @throws Rejected `link_expired` if it is none
  public Origin origin(String token) {
    String[] parts = open(Purpose.ORIGIN, token);
    return new Origin(new PersonId(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])));
  }

  private String seal(Purpose purpose, String... parts) {
    return tokens.seal(purpose.name(), parts);
  }

  private String[] open(Purpose purpose, String token) {
    String[] parts = tokens.open(purpose.name(), token);
    if (parts == null) {
      throw new Rejected(Reason.LINK_EXPIRED);
    }
    return parts;
  }
}
