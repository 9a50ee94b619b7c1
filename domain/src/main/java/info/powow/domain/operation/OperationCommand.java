package info.powow.domain.operation;

import info.powow.domain.Command;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import java.util.regex.Pattern;

/// What an operator asks for.
public sealed interface OperationCommand extends Command {
  PersonId by();

  @Override
  default String routingKey() {
    return Operations.STREAM;
  }

  /// A projection leaves out an event that it cannot apply, now and whenever it is rebuilt.
  ///
  /// @param sequence of the event in its stream
  /// @param eventType of that event; whoever sends this has read it in the log
  /// @param reason 5 to 500 characters
  record SkipInProjection(
      String projection, String stream, long sequence, String eventType, PersonId by, String reason)
      implements OperationCommand {
    private static final Pattern PROJECTION = Pattern.compile("[a-z]{1,32}");
    private static final int LONGEST_STREAM = 200;
    private static final int LEAST_REASON = 5;
    private static final int LONGEST_REASON = 500;

    public SkipInProjection {
      if (!PROJECTION.matcher(projection).matches()) {
        throw Rejected.field("projection", "1 to 32 letters from a to z", "another value");
      }
      if (stream.isEmpty() || stream.length() > LONGEST_STREAM) {
        throw Rejected.field("stream", "the name of a stream", "another length");
      }
      if (sequence < 0) {
        throw Rejected.field("sequence", "0 or more", "a negative number");
      }
      reason = reason.strip();
      if (reason.length() < LEAST_REASON || reason.length() > LONGEST_REASON) {
        throw Rejected.field(
            "reason", LEAST_REASON + " to " + LONGEST_REASON + " characters", "another length");
      }
    }
  }
}
