package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;

record TypingPerson(ConversationId conversation, PersonId person) {}
