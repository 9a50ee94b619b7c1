package info.powow.socket.session;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.socket.push.Subscription;
import info.powow.socket.push.Topic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The subscriptions of one session. Thread-safe.
final class SessionSubscriptions {
  /// Each receives a copy of every event, and clients do not need many.
  private static final int MAX_OF_ONE_DESTINATION = 4;

  private final List<Subscription> all = new ArrayList<>(2);
  private final int most;
  private boolean ended;

  SessionSubscriptions(int most) {
    this.most = most;
  }

  /// @throws Rejected with `too_many_subscriptions`, or with `invalid_request` if the id is in use
  ///     or the session has ended
  synchronized void add(Subscription subscription) {
    if (ended || find(subscription.id()) != null) {
      throw Rejected.field("id", "an id that no other subscription has", "one that is taken");
    }
    long same =
        all.stream()
            .filter(other -> other.destination().equals(subscription.destination()))
            .count();
    if (all.size() >= most || same >= MAX_OF_ONE_DESTINATION) {
      throw new Rejected(Reason.TOO_MANY_SUBSCRIPTIONS);
    }
    all.add(subscription);
  }

  synchronized @Nullable Subscription find(String id) {
    for (Subscription subscription : all) {
      if (subscription.id().equals(id)) {
        return subscription;
      }
    }
    return null;
  }

  synchronized boolean remove(Subscription subscription) {
    return all.remove(subscription);
  }

  synchronized List<Subscription> toErrors() {
    return all.stream().filter(each -> each.topic() instanceof Topic.Errors).toList();
  }

  /// Ends all subscriptions, and refuses new ones.
  ///
  /// @return the number of subscriptions ended
  synchronized int end() {
    int count = all.size();
    all.clear();
    ended = true;
    return count;
  }
}
