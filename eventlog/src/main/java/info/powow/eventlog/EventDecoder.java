package info.powow.eventlog;

import info.powow.eventlog.engine.Entry;

/// Decodes stored entries into events.
@FunctionalInterface
public interface EventDecoder {
  /// @param entry in its current revision
  /// @throws RuntimeException if this version cannot decode the entry
  Object decode(Entry entry);

  /// Upcasts an entry to its current revision. An entry that cannot be upcast is returned
  /// unchanged, and [#decode] then reports why.
  default Entry upcast(Entry stored) {
    return stored;
  }
}
