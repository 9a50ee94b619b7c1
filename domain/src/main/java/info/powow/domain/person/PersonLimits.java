package info.powow.domain.person;

/// Limits of one person.
///
/// @param maxBlocked blocked people
/// @param maxMuted muted conversations
public record PersonLimits(int maxBlocked, int maxMuted) {
  public static final PersonLimits DEFAULT = new PersonLimits(1_000, 1_000);

  public PersonLimits {
    if (maxBlocked < 1 || maxBlocked > 100_000 || maxMuted < 1 || maxMuted > 100_000) {
      throw new IllegalArgumentException("maxBlocked and maxMuted must be between 1 and 100,000");
    }
  }
}
