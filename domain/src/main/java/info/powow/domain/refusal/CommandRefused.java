package info.powow.domain.refusal;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Public;
import info.powow.domain.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that a person asked for was refused. Contains nothing of what was asked.
///
/// Refusals are counted for some time and recorded together. Under load, not all of them are.
///
/// @param command the name of the command, such as `SendMessage`; for `too_many_requests`, the kind of
///     requests, such as `message`
/// @param conversationId the conversation, if it is known and recorded
/// @param times how many
/// @param at when the first of them was refused
public record CommandRefused(
    PersonId personId,
    @Public String command,
    @Public Reason code,
    @Nullable ConversationId conversationId,
    @Public int times,
    Instant at) {}
