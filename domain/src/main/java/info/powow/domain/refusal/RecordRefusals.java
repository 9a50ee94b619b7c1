package info.powow.domain.refusal;

import info.powow.domain.Command;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records what was refused to a person. Clients cannot send it.
public record RecordRefusals(PersonId person, List<Refused> refused) implements Command {
  /// The same refusal, one or more times.
  ///
  /// @param command see [CommandRefused]
  /// @param at when the first was refused
  public record Refused(
      String command, Reason code, @Nullable ConversationId conversation, int times, Instant at) {}

  public RecordRefusals {
    refused = List.copyOf(refused);
  }

  /// The events that follow.
  public List<CommandRefused> events() {
    return refused.stream()
        .map(each ->
            new CommandRefused(
                person, each.command(), each.code(), each.conversation(), each.times(), each.at()))
        .toList();
  }

  @Override
  public String routingKey() {
    return "refusals:" + person.value();
  }
}
