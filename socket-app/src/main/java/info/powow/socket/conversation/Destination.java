package info.powow.socket.conversation;

/// A destination for SEND.
///
/// @param address with `{id}` for the conversation, if there is one
/// @param name of the request, such as `SendMessage`
/// @param body the record that the body is parsed into
public record Destination(String address, String name, Class<?> body) {}
