package info.powow.command.conversation;

import info.powow.domain.conversation.Conversation;

/// What became of a conversation up to some position, kept so that its stream need not be read from
/// the beginning.
///
/// Not a fact: it may be deleted at any time, and one that cannot be read any more is passed over.
public record ConversationSnapshot(Conversation state) {}
