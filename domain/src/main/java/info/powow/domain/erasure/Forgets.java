package info.powow.domain.erasure;

import info.powow.domain.PersonId;

/// What a store of plain text does when a person is erased. Both methods are called again after a
/// crash, so a second call must change nothing.
public interface Forgets {
  PlaintextStore store();

  /// Runs before the key is destroyed, for what can be found only while the log can still be read.
  ///
  /// @return how many things were deleted
  default long prepare(PersonId person) {
    return 0;
  }

  /// Runs after the key was destroyed and every conversation has its event. When it returns, the
  /// store keeps nothing that only this person's key opened.
  ///
  /// @param index the index in the log up to which a store that follows the log has to be
  /// @return how many things were deleted, as far as the store counts them
  /// @throws RuntimeException if the store cannot confirm; it is asked again later
  long forget(PersonId person, long index);
}
