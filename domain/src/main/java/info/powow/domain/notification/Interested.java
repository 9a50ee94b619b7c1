package info.powow.domain.notification;

import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import java.util.List;

/// People near a gathering.
public record Interested(List<One> people) {
  /// @param metres from the gathering to the centre of the person's cell. Known to the server only:
  ///     nobody is told
  public record One(PersonId person, List<Tag> interests, int metres) {
    /// Omits the distance, which must not appear in logs or errors.
    @Override
    public String toString() {
      return person.value();
    }
  }
}
