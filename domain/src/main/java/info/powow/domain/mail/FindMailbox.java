package info.powow.domain.mail;

import info.powow.domain.PersonId;

/// Asks for the mailbox of a person.
public record FindMailbox(PersonId person) {}
