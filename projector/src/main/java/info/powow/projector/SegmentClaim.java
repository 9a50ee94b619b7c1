package info.powow.projector;

/// Whether this node may write a segment. Set by the thread that keeps the claims, read by the
/// segment's own thread.
final class SegmentClaim {
  /// The epoch of the claim; 0 while there is none.
  private volatile long epoch;

  private volatile boolean handOverRequested;
  private volatile boolean handedOver;
  private volatile long positionAtHandOver = -1;

  void grant(long newEpoch) {
    handOverRequested = false;
    handedOver = false;
    epoch = newEpoch;
  }

  void revoke() {
    epoch = 0;
  }

  void requestHandOver() {
    handOverRequested = true;
  }

  /// Called when everything pending is written.
  ///
  /// @param position up to where the segment has written
  void handedOver(long position) {
    positionAtHandOver = position;
    epoch = 0;
    handedOver = true;
  }

  long epoch() {
    return epoch;
  }

  boolean isGranted() {
    return epoch != 0;
  }

  boolean isHandOverRequested() {
    return handOverRequested;
  }

  boolean isHandedOver() {
    return handedOver;
  }

  /// Up to where the segment had written when it was handed over.
  long positionAtHandOver() {
    return positionAtHandOver;
  }
}
