package info.powow.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A private chat or a group.
///
/// The id is derived from what makes the conversation the same one: the two people of a private
/// chat, or the creator and the key of a group. So opening twice, from either side or over two
/// nodes, meets in one stream without a lookup.
public record ConversationId(String value) implements Identifier {
  public ConversationId {
    Identifier.require(value);
  }

  public static ConversationId ofDirect(PersonId one, PersonId other) {
    boolean inOrder = one.value().compareTo(other.value()) <= 0;
    PersonId first = inOrder ? one : other;
    PersonId second = inOrder ? other : one;
    return new ConversationId("d" + digest(first.value() + ' ' + second.value()));
  }

  public static ConversationId ofGroup(PersonId creator, CommandKey key) {
    return new ConversationId("g" + digest(creator.value() + ' ' + key.value()));
  }

  /// 128 bits of SHA-256: nobody finds two pairs with the same id.
  private static String digest(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
