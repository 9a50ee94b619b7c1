package info.powow.domain.mail;

import info.powow.domain.PersonId;
import org.jspecify.annotations.Nullable;

/// Queries who gets mail of a topic, in the order of their ids, some at a time. Answered with
/// [Subscribers].
///
/// @param after nobody up to this id; null from the beginning
/// @param max people who are looked at
public record FindSubscribers(MailTopic topic, @Nullable PersonId after, int max) {}
