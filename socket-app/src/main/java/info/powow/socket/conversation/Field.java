package info.powow.socket.conversation;

/// One field of the body of a SEND frame.
public record Field(String name, Kind kind, boolean required) {
  public enum Kind {
    KEY,
    PERSON,
    PEOPLE,
    IMAGE,
    IMAGES,
    ROLE,
    TEXT,
    FLAG,
    NUMBER,
    POSITION,
    TIME
  }
}
