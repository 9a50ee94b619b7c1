package info.powow.query.person;

import java.util.Set;

/// Looks up people who share a group.
public interface SharedGroups {
  /// The people who share a group with a person now; an incomplete set if there are very many.
  Set<String> of(String person);
}
