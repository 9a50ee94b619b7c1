package info.powow.bench.workload;

import info.powow.bench.people.Arrival;
import info.powow.bench.people.Person;
import info.powow.bench.stomp.StompClient;
import info.powow.bench.stomp.StompConnection;
import info.powow.bench.stomp.StompFrame;
import info.powow.bench.stomp.StompListener;
import org.jspecify.annotations.Nullable;

/// Somebody in a chat.
final class Member implements StompListener {
  private final Person person;
  private final int number;
  private final LaneLoad load;
  private volatile @Nullable StompConnection connection;

  /// @param number its place in the chat
  Member(Person person, int number, LaneLoad load) {
    this.person = person;
    this.number = number;
    this.load = load;
  }

  Person person() {
    return person;
  }

  /// @return null when it is lost
  @Nullable StompConnection connection() {
    return connection;
  }

  StompConnection connect(StompClient client) throws Exception {
    StompConnection arrived = Arrival.of(client, load.lane(), person, this);
    connection = arrived;
    return arrived;
  }

  @Override
  public void receipt(long intended, long now) {
    load.receipt(intended, now);
  }

  @Override
  public void message(StompConnection from, StompFrame frame, long now) {
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
