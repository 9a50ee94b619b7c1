package info.powow.eventlog.keys;

/// There is no key under which something in the log was sealed, and no tombstone either. So it was
/// not erased: the key folder is that of another log, or an old copy.
public final class UnknownKey extends KeysUnavailable {
  UnknownKey(String owner, Object keys) {
    super(
        "The key of "
            + owner
            + " is not in "
            + keys
            + ", and was not destroyed there. Put the newest copy of this log's key folder in its place.");
  }
}
