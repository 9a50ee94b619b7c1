package info.powow.socket.conversation;

/// Where clients may send to.
///
/// @param address with `{id}` for the conversation, if it is about one
/// @param name of what is asked for, such as `SendMessage`
/// @param body the record that the body is read into
public record Destination(String address, String name, Class<?> body) {}
