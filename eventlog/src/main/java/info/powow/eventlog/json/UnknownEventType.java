package info.powow.eventlog.json;

/// Thrown for a type name that no class of this version has: a newer version wrote the log, or a
/// type lost its name. Names in the log are permanent, so such events must never be skipped.
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
