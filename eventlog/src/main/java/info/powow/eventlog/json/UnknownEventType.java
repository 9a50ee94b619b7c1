package info.powow.eventlog.json;

/// A type name that no class of this version stands for: the log was written by a newer version, or
/// a type lost its name. Names in the log are for good, so this is never to be skipped over.
public final class UnknownEventType extends RuntimeException {
  UnknownEventType(String name) {
    super(
        "The event log names the type "
            + name
            + ", which this version does not know. Start the version that wrote it, or add an upcaster.");
  }

  UnknownEventType(Class<?> type) {
    super(
        type.getName()
            + " is not registered as a type of the event log. Add it, or its sealed family, to EventTypes.");
  }
}
