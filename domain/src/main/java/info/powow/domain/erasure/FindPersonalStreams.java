package info.powow.domain.erasure;

import info.powow.domain.PersonId;

/// Asks where a person has left something.
public record FindPersonalStreams(PersonId person) {}
