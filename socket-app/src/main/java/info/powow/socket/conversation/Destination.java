package info.powow.socket.conversation;

import java.util.List;

/// Where clients may send to.
///
/// @param address with `{id}` for the conversation, if it is about one
/// @param request an example of what comes of it
/// @param fields what is read of the body, in the order of reading
public record Destination(String address, Request request, List<Field> fields) {}
