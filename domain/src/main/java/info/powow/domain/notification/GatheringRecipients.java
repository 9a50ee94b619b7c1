package info.powow.domain.notification;

import info.powow.domain.PersonId;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Schedule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How people stand to a gathering.
///
/// @param gathering null if there is none
public record GatheringRecipients(@Nullable Known gathering, List<One> people) {

  public record Known(
      PersonId host, Announcement announcement, Schedule schedule, boolean cancelled) {
    public GatheringNews news(Relevance what, Instant at) {
      return new GatheringNews(what, host, announcement, schedule, cancelled, at);
    }
  }

  /// @param block between them and the host
  /// @param attends whether they attend or are interested
  public record One(Listener listener, Block block, boolean attends) {
    public GatheringRecipient with(int toldToday) {
      return new GatheringRecipient(
          listener.person(), block, attends, listener.preferences().settings(), toldToday);
    }
  }
}
