package info.powow.operator;

import info.powow.domain.ConversationId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.operator.LocalOperations.KeptHere;
import info.powow.operator.LocalOperations.KeptMessage;
import info.powow.ops.LatencyWindow;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Traces messages over all nodes. No answer contains a text or a name.
@RestController
@Tag(name = "Operators")
final class MessagesController {
  private static final String GET = "GET";
  private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");

  private final LocalOperations local;
  private final PeerNodes peers;
  private final StatusReader status;

  MessagesController(LocalOperations local, PeerNodes peers, StatusReader status) {
    this.local = local;
    this.peers = peers;
    this.status = status;
  }

  @Operation(summary = "The way of one message through all nodes, step by step")
  @GetMapping("/api/ops/messages/{conversation}/{position}")
  MessagePath message(@PathVariable String conversation, @PathVariable long position) {
    ConversationId id = new ConversationId(conversation);
    List<MessagePath> ways = new ArrayList<>();
    local.way(id, position, 0).ifPresent(ways::add);
    List<String> silent = new ArrayList<>();
    ask(id, position, 0, ways, silent);
    long index = ways.stream().mapToLong(MessagePath::logIndex).max().orElse(0);
    if (ways.isEmpty()) {
      throw new Rejected(Reason.MESSAGE_NOT_FOUND);
    }
    if (!peers.isEmpty() && index > 0) {
      // Nodes that only build views know a message only by its index.
      local.way(id, position, index).ifPresent(ways::add);
      ask(id, position, index, ways, new ArrayList<>());
    }
    return MessagePath.joined(ways, silent);
  }

  private void ask(
      ConversationId conversation,
      long position,
      long index,
      List<MessagePath> ways,
      List<String> silent) {
    for (PeerNodes.Told each :
        peers.send(GET, "/" + conversation.value() + "/" + position + "/" + index)) {
      if (each.isOk()) {
        ways.add(each.as(MessagePath.class));
      } else if (each.answer() == null) {
        silent.add(each.node());
      }
    }
  }

  @Operation(summary = "A refusal, by the `trace` that the client got with it")
  @GetMapping("/api/ops/refusals/{trace}")
  KeptMessage refusal(@PathVariable String trace) {
    if (!TRACE.matcher(trace).matches()) {
      throw Rejected.field("trace", "32 hexadecimal digits", "another value");
    }
    return local
        .refusal(trace)
        .or(() ->
            peers.send(GET, "/refusal/" + trace).stream()
                .filter(PeerNodes.Told::isOk)
                .map(each -> each.as(KeptMessage.class))
                .findFirst())
        .orElseThrow(() -> new Rejected(Reason.NOT_FOUND));
  }

  /// @param slowAfterMillis a message that takes longer counts as slow on the node that was asked
  /// @param lastMinute from the first step on a node to the flush there, for all messages
  record KeptMessageList(
      double slowAfterMillis, LatencyWindow.Percentiles lastMinute, List<KeptMessage> messages) {}

  @Operation(
      summary =
          "Messages that were slow, that failed, or that a client follows; refusals that a client follows")
  @GetMapping("/api/ops/messages")
  KeptMessageList messages(
      @Parameter(description = "`slow`, `failed`, `followed` or `refused`") @RequestParam
          String cause,
      @Parameter(description = "1 to 200") @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > LocalOperations.MOST) {
      throw Rejected.field("limit", "1 to " + LocalOperations.MOST, "another number");
    }
    List<KeptMessage> kept = new ArrayList<>(local.kept(cause, limit).messages());
    for (PeerNodes.Told each : peers.send(GET, "/kept/" + cause)) {
      if (each.isOk()) {
        kept.addAll(each.as(KeptHere.class).messages());
      }
    }
    NodeReport own = status.report();
    if (own == null) {
      throw new Rejected(Reason.OVERLOADED);
    }
    ClusterStatus all = StatusMerge.of(own, peers.newest());
    return new KeptMessageList(
        all.slowAfterMillis(),
        all.messages(),
        kept.stream()
            .sorted(
                Comparator.comparing(
                    KeptMessage::at, Comparator.nullsFirst(Comparator.reverseOrder())))
            .limit(limit)
            .toList());
  }
}
