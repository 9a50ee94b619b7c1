package info.powow.socket.presence;

import info.powow.axon.bus.ClusterMembers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Connects nodes in memory.
final class SimulatedNetwork {
  final List<SignalBatch> told = new ArrayList<>();
  final Set<String> broken = new HashSet<>();
  final Set<String> silent = new HashSet<>();
  final List<CompletableFuture<Void>> unanswered = new ArrayList<>();
  boolean holdAnswers;
  private final Map<String, Consumer<Object>> nodes = new HashMap<>();

  ClusterMembers node(String name) {
    return new ClusterMembers() {
      @Override
      public String self() {
        return name;
      }

      @Override
      public CompletableFuture<Set<String>> present() {
        Set<String> present = new HashSet<>(nodes.keySet());
        present.removeAll(silent);
        return CompletableFuture.completedFuture(broken.contains(name) ? Set.of() : present);
      }

      @Override
      public CompletableFuture<Void> tell(String node, Object what) {
        Consumer<Object> to = nodes.get(node);
        if (to == null || broken.contains(node) || broken.contains(name)) {
          return CompletableFuture.failedFuture(new IllegalStateException("out of reach"));
        }
        told.add((SignalBatch) what);
        to.accept(what);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        if (holdAnswers) {
          unanswered.add(answer);
        } else {
          answer.complete(null);
        }
        return answer;
      }

      @Override
      public void join(Consumer<Object> taker) {
        nodes.put(name, taker);
      }
    };
  }

  void crash(String name) {
    nodes.remove(name);
  }

  void answerAll() {
    List<CompletableFuture<Void>> all = List.copyOf(unanswered);
    unanswered.clear();
    all.forEach(answer -> answer.complete(null));
  }
}
