package info.powow.domain.conversation;

import info.powow.domain.PersonId;

/// Queries the conversations of which a person is a member now. Answered with [Memberships].
public record FindMemberships(PersonId person) {}
