package info.powow.notify.outbox;

import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step in notifying a person of a message: a decision or a delivery. Kept for 90 days.
///
/// @param step `push`, `wait`, `digest` or `nothing` for a decision; otherwise the outcome of a
///     delivery
/// @param verdict why; null for a delivery
/// @param until when to decide again; null unless the decision is `wait`
/// @param device null for a decision
public record JournalEntry(
    ConversationId conversation,
    long position,
    PersonId person,
    Instant at,
    String step,
    @Nullable Verdict verdict,
    @Nullable Instant until,
    @Nullable DeviceId device) {}
