package info.powow.socket.push;

import info.powow.domain.ConversationId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client already has.
///
/// @param positions the last position of each conversation that it knows; -1 for none
/// @param epoch the epoch of these positions; null if unknown
public record ResumeRequest(Map<ConversationId, Long> positions, @Nullable String epoch) {}
