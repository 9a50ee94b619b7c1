package info.powow.query.person;

/// Decides who may see a person's `lastSeen`.
public interface Acquaintance {
  /// Whether two people currently share a small group, or a private chat to which both have agreed.
  boolean knowEachOther(String one, String other);
}
