package info.powow.standalone.backup;

/// An application that can be restarted in the same process after it was closed.
@FunctionalInterface
public interface Restartable {
  void start(String... arguments);
}
