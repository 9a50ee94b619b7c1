package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// Sends presence to the other socket nodes. Used on the push thread, except for the first two
/// methods.
public interface PresencePeers {
  /// For a single node.
  PresencePeers NONE =
      new PresencePeers() {
        @Override
        public void join() {}

        @Override
        public int count() {
          return 0;
        }

        @Override
        public void here(PersonId person, Collection<ConversationId> in) {}

        @Override
        public void gone(PersonId person, Instant at) {}

        @Override
        public void parted(PersonId person, ConversationId conversation) {}

        @Override
        public void typing(
            Collection<String> nodes, ConversationId conversation, PersonId person, boolean now) {}

        @Override
        public void answer(String node, List<SignalBatch.Present> there) {}

        @Override
        public void tick() {}
      };

  /// Joins the other nodes.
  ///
  /// @throws RuntimeException if that is not possible at the moment
  void join();

  /// The number of other nodes.
  int count();

  /// Reports that a person is connected, or has entered these conversations. Other nodes answer
  /// with the members who are connected to them.
  void here(PersonId person, Collection<ConversationId> in);

  void gone(PersonId person, Instant at);

  void parted(PersonId person, ConversationId conversation);

  /// @param nodes the nodes that need the signal
  void typing(Collection<String> nodes, ConversationId conversation, PersonId person, boolean now);

  /// Answers a node with the people connected here.
  void answer(String node, List<SignalBatch.Present> there);

  /// Called periodically.
  void tick();
}
