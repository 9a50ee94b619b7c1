package info.powow.query.person;

import java.util.Set;

/// Who shares a group with whom.
public interface SharedGroups {
  /// Those who are in a group with somebody now; of somebody with very many, some.
  Set<String> of(String person);
}
