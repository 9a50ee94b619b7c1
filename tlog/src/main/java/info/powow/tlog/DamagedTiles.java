package info.powow.tlog;

import java.io.IOException;

/// Tiles are not those of their checkpoint. They can be made anew from the leaves.
public final class DamagedTiles extends IOException {
  DamagedTiles(String message) {
    super(message);
  }
}
