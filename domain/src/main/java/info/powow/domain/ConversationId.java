package info.powow.domain;

/// Identifies a private chat or a group.
///
/// The id is derived from what defines the conversation: the two people of a private chat, or the
/// creator and the key of a group. Opening a conversation twice, from either side or over two
/// nodes, therefore uses the same stream without a lookup.
@Public
public record ConversationId(String value) implements Identifier {
  public ConversationId {
    Identifier.require(value);
  }

  public static ConversationId ofDirect(PersonId one, PersonId other) {
    boolean inOrder = one.value().compareTo(other.value()) <= 0;
    PersonId first = inOrder ? one : other;
    PersonId second = inOrder ? other : one;
    return new ConversationId("d" + Digest.of(first.value() + ' ' + second.value()));
  }

  public static ConversationId ofGroup(PersonId creator, CommandKey key) {
    return new ConversationId("g" + Digest.of(creator.value() + ' ' + key.value()));
  }

  /// Whether this is the id of a private chat. Not named `is…`, because serializers would take it
  /// for a component.
  public boolean namesPrivateChat() {
    return value.startsWith("d");
  }

  @Override
  public String toString() {
    return value;
  }
}
