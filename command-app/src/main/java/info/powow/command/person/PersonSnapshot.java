package info.powow.command.person;

import info.powow.domain.person.Person;

/// A snapshot of a person, so that all their moves need not be read again.
///
/// It may be deleted at any time. A snapshot that cannot be decoded is ignored.
public record PersonSnapshot(Person state) {}
