package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Relevance;
import info.powow.identity.InstallationSecret;
import info.powow.identity.SealedTokens;
import info.powow.notify.outbox.OutboxRow;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The ids of pushes to apps. Each contains what the push is about, sealed. So push services for
/// apps learn nothing, and this server stores nothing.
public final class AppPushIds {
  private static final String LABEL = "push";

  /// Room for a person and a subject (64 characters each), and a few numbers and words.
  private static final int PLAIN_BYTES = 208;

  private final SealedTokens tokens;

  public AppPushIds(InstallationSecret secret) {
    this.tokens = new SealedTokens(secret, "app pushes", PLAIN_BYTES);
  }

  /// A row that is sent again gets the same id.
  String of(OutboxRow row) {
    Relevance relevance = row.relevance();
    return tokens.seal(
        LABEL,
        row.kind().name(),
        row.person().value(),
        subject(row),
        Long.toString(row.position()),
        relevance == null ? "" : relevance.name(),
        Long.toString(row.since().toEpochMilli()));
  }

  private static String subject(OutboxRow row) {
    return switch (row.kind().subject()) {
      case CONVERSATION -> Objects.requireNonNull(row.conversation()).value();
      case DEVICE -> Objects.requireNonNull(row.device()).value();
      case OTHER -> Objects.requireNonNull(row.about());
    };
  }

  /// Opens an id: the part of the row that was sealed in it. Null if the id is not valid.
  @Nullable OutboxRow open(String id) {
    String[] parts = tokens.open(LABEL, id);
    if (parts == null) {
      return null;
    }
    OutboxRow.Kind kind = OutboxRow.Kind.valueOf(parts[0]);
    PersonId person = new PersonId(parts[1]);
    OutboxRow.Subject subject = kind.subject();
    Instant since = Instant.ofEpochMilli(Long.parseLong(parts[5]));
    return new OutboxRow(
        kind == OutboxRow.Kind.TEST ? OutboxRow.testKey(person, new DeviceId(parts[2])) : id,
        1,
        kind,
        person,
        subject == OutboxRow.Subject.CONVERSATION ? new ConversationId(parts[2]) : null,
        Long.parseLong(parts[3]),
        subject == OutboxRow.Subject.OTHER ? parts[2] : null,
        subject == OutboxRow.Subject.DEVICE ? new DeviceId(parts[2]) : null,
        parts[4].isEmpty() ? null : Relevance.valueOf(parts[4]),
        since,
        since,
        0,
        0);
  }
}
