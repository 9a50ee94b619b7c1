package info.powow.command.person;

import info.powow.domain.person.Person;

/// What became of a person up to some event, kept so that all their moves need not be read again.
///
/// Not a fact: it may be deleted at any time, and one that cannot be read any more is passed over.
public record PersonSnapshot(Person state) {}
