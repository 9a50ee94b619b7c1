package info.powow.bench.workload;

import info.powow.bench.people.Arrival;
import info.powow.bench.people.BenchPerson;
import info.powow.bench.stomp.FrameView;
import info.powow.bench.stomp.LoadConnection;
import info.powow.bench.stomp.StompClient;
import info.powow.bench.stomp.StompListener;
import org.jspecify.annotations.Nullable;

/// A participant of a chat.
final class Member implements StompListener {
  private final BenchPerson person;
  private final int number;
  private final LaneLoad load;
  private volatile @Nullable LoadConnection connection;

  /// @param number the position in the chat
  Member(BenchPerson person, int number, LaneLoad load) {
    this.person = person;
    this.number = number;
    this.load = load;
  }

  BenchPerson person() {
    return person;
  }

  /// @return null if the connection was lost
  @Nullable LoadConnection connection() {
    return connection;
  }

  LoadConnection connect(StompClient client) throws Exception {
    LoadConnection arrived = Arrival.of(client, load.lane(), person, this);
    connection = arrived;
    return arrived;
  }

  @Override
  public void receipt(long intended, long now) {
    load.receipt(intended, now);
  }

  @Override
  public void message(LoadConnection from, FrameView frame, long now) {
    load.message(from, number, frame, now);
  }

  @Override
  public void closed(@Nullable Throwable cause) {
    connection = null;
    if (cause != null) {
      load.complain("a connection was lost: " + cause.getMessage());
    }
  }
}
