package info.powow.standalone.backup;

/// Thrown when a backup or restore is refused. The message tells operators why, and what to do.
final class BackupRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupRefused(String message) {
    super(message);
  }
}
