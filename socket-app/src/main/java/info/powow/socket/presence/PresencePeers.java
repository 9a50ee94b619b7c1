package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// Where the other socket nodes are told of what happens here. On the push thread, but for the first
/// two.
public interface PresencePeers {
  /// There are none.
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

  /// Takes part from now on.
  ///
  /// @throws RuntimeException when that cannot be at the moment
  void join();

  /// How many there are.
  int count();

  /// Somebody is connected, or has come into these conversations. They are asked who of them is
  /// with them.
  void here(PersonId person, Collection<ConversationId> in);

  void gone(PersonId person, Instant at);

  void parted(PersonId person, ConversationId conversation);

  /// @param nodes those that need to know
  void typing(Collection<String> nodes, ConversationId conversation, PersonId person, boolean now);

  /// Tells a node who is here of those it asked for.
  void answer(String node, List<SignalBatch.Present> there);

  /// To be called every now and then.
  void tick();
}
