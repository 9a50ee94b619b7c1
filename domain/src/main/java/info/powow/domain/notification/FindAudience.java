package info.powow.domain.notification;

import info.powow.domain.ConversationId;

/// Asks for the current members of a conversation.
public record FindAudience(ConversationId conversation) {}
