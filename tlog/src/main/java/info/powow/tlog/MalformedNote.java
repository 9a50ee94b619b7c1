package info.powow.tlog;

/// A text is not a note, a checkpoint or a key. The message says why, and names no secret.
public final class MalformedNote extends RuntimeException {
  public MalformedNote(String message) {
    super(message);
  }
}
