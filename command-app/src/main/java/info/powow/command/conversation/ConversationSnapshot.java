package info.powow.command.conversation;

import info.powow.domain.conversation.Conversation;

/// A snapshot of a conversation, so that its stream need not be read from the beginning.
///
/// It may be deleted at any time. A snapshot that cannot be decoded is ignored.
public record ConversationSnapshot(Conversation state) {}
