package info.powow.domain.conversation;

import info.powow.domain.PersonId;

/// Asks for the conversations that a person is a member of now; answered by [Memberships].
public record FindMemberships(PersonId person) {}
