package info.powow.domain.erasure;

import info.powow.domain.PersonId;

/// Asks the stores of every process to forget a person.
///
/// @param prepare whether the key is still there ([Forgets#prepare])
/// @param index see [Forgets#forget]
public record ForgetPerson(PersonId person, boolean prepare, long index) {}
