package info.powow.socket.push;

import info.powow.domain.ConversationId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client says that it has.
///
/// @param positions the last position of each conversation that it knows, -1 for none
/// @param epoch the epoch of the log in which these positions are; null when it does not say
public record ResumeRequest(Map<ConversationId, Long> positions, @Nullable String epoch) {}
