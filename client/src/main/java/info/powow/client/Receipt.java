package info.powow.client;

import org.jspecify.annotations.Nullable;

/// What a RECEIPT says: the command is carried out, and its event is stored durably.
///
/// @param conversation where an event was made, if one was
/// @param position its position there, or -1
public record Receipt(@Nullable String conversation, long position) {}
