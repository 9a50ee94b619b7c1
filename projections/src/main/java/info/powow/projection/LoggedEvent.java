package info.powow.projection;

/// One event as a projection is told of it.
public interface LoggedEvent {
  /// Place in the log: 1, 2, 3, …
  long index();

  /// The stream it belongs to, such as a conversation's id.
  String stream();

  /// Place in its stream: 0, 1, 2, …
  long sequence();

  /// Its name in the log.
  default String type() {
    return event().getClass().getSimpleName();
  }

  /// The event of the domain.
  ///
  /// @throws RuntimeException when what is stored cannot be read as an event
  Object event();

  /// The stored JSON (UTF-8) of the event, which is its form on the wire without type and position.
  /// The array is shared: nobody changes it.
  byte[] json();
}
