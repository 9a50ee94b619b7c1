package info.powow.eventlog;

import info.powow.eventlog.engine.Entry;

/// Turns a stored entry into the event it stands for.
@FunctionalInterface
public interface EventDecoder {
  /// @param entry in its current revision
  /// @throws RuntimeException when the entry cannot be read as an event of this version
  Object decode(Entry entry);

  /// The entry in its current revision. An entry that cannot be brought there is returned as it is,
  /// and [#decode] then says why.
  default Entry upcast(Entry stored) {
    return stored;
  }
}
