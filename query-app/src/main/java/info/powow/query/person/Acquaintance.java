package info.powow.query.person;

/// Who may know when somebody was last there.
public interface Acquaintance {
  /// Whether two people share a private chat that both have agreed to, or a small group, now.
  boolean knowEachOther(String one, String other);
}
