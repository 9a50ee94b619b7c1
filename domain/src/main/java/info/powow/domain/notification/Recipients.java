package info.powow.domain.notification;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How people stand to a message.
///
/// @param name of a group; null for a private chat
/// @param authorName how the author calls themselves
/// @param deleted whether the message is gone
/// @param edits positions of the edits of the message, oldest first; perhaps only the newest
public record Recipients(
    boolean group,
    @Nullable String name,
    String authorName,
    boolean deleted,
    List<Long> edits,
    List<One> people) {

  /// @param readUpTo position up to which they have read the conversation; -1 for nothing
  /// @param devices at most [FindDevices#MAX_DEVICES], the newest
  public record One(Recipient recipient, long readUpTo, List<Device.Registered> devices) {}
}
