package info.powow.domain.notification;

import info.powow.domain.PersonId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A message that somebody may have to be told of.
///
/// @param position of the message
/// @param edit whether it is an edit of the message; then only who is newly mentioned is told
/// @param direct whether it is in a private chat
/// @param deleted whether the message is gone by now
/// @param mentioned who is mentioned; of an edit, who was not mentioned before
/// @param repliedTo who wrote the message that this one answers
/// @param at when it happened
public record NotifiableMessage(
    PersonId author,
    long position,
    boolean edit,
    boolean direct,
    boolean deleted,
    Set<PersonId> mentioned,
    @Nullable PersonId repliedTo,
    Words words,
    Instant at) {}
