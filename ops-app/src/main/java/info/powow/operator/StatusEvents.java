package info.powow.operator;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/// Sends the state of all nodes to all subscribers, each second. It is encoded once.
final class StatusEvents implements OpsTicker.Tick {
  private static final int MOST = 20;

  /// Then the page subscribes again, with a token that is still valid.
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final StatusReader status;
  private final PeerNodes peers;
  private final JsonMapper json;
  private final Set<SseEmitter> open = ConcurrentHashMap.newKeySet();

  StatusEvents(StatusReader status, PeerNodes peers, JsonMapper json) {
    this.status = status;
    this.peers = peers;
    this.json = json;
  }

  /// @throws Rejected `too_many_connections`
  SseEmitter subscribe() {
    if (open.size() >= MOST) {
      throw new Rejected(Reason.TOO_MANY_CONNECTIONS);
    }
    SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
    emitter.onCompletion(() -> open.remove(emitter));
    emitter.onTimeout(emitter::complete);
    emitter.onError(_ -> open.remove(emitter));
    open.add(emitter);
    NodeReport own = status.report();
    if (own != null) {
      send(emitter, json.writeValueAsString(StatusMerge.of(own, peers.refreshed())));
    }
    return emitter;
  }

  @Override
  public void at(Instant now) {
    if (open.isEmpty()) {
      return;
    }
    NodeReport own = status.report();
    if (own == null) {
      return;
    }
    peers.watch();
    String encoded = json.writeValueAsString(StatusMerge.of(own, peers.newest()));
    open.forEach(emitter -> send(emitter, encoded));
  }

  private void send(SseEmitter emitter, String encoded) {
    try {
      emitter.send(SseEmitter.event().name("status").data(encoded, MediaType.TEXT_PLAIN));
    } catch (IOException | IllegalStateException e) {
      open.remove(emitter);
    }
  }
}
