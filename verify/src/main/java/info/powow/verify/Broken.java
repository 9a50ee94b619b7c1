package info.powow.verify;

/// A bundle is not what it claims to be. The message names the place.
final class Broken extends Exception {
  Broken(String message) {
    super(message);
  }
}
