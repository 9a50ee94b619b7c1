package info.powow.command.identity;

import info.powow.domain.PersonId;
import info.powow.domain.identity.Handle;
import org.jspecify.annotations.Nullable;

/// Finds people by handle and the other way round. Reads the log, not a view.
public interface AccountLookup {
  /// Null if nobody has the handle.
  @Nullable PersonId personOf(Handle handle);

  /// Null if there is no such person, or they were erased.
  @Nullable Handle handleOf(PersonId person);
}
