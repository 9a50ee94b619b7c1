package info.powow.eventlog.engine;

import java.nio.file.Path;

final class WalCheck {
  private WalCheck() {}

  static void check(Path folder) {}
}
