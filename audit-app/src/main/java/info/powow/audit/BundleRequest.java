package info.powow.audit;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a bundle should contain.
///
/// @param conversations those that are in the scope of the case
/// @param people whose conversations are added: all in which they are or ever were a member
/// @param from no event before this time; null for the beginning
/// @param to no event after this time; null for now
/// @param formats what is added to the events and the page to read
record BundleRequest(
    List<ConversationId> conversations,
    List<PersonId> people,
    @Nullable Instant from,
    @Nullable Instant to,
    Set<Format> formats) {
  private static final int MOST = 100;

  /// A further form of the same events.
  enum Format {
    /// A file for each message, for mail programs and review platforms.
    EML,
    /// A table.
    CSV
  }

  BundleRequest {
    conversations = List.copyOf(conversations);
    people = List.copyOf(people);
    formats = formats.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(formats));
    if (conversations.isEmpty() && people.isEmpty()) {
      throw Rejected.field("conversations", "a conversation or a person", "none");
    }
    if (conversations.size() > MOST) {
      throw Rejected.field("conversations", "at most 100 conversations", "more");
    }
    if (people.size() > MOST) {
      throw Rejected.field("people", "at most 100 people", "more");
    }
    if (from != null && to != null && to.isBefore(from)) {
      throw Rejected.field("to", "a time after from", "an earlier time");
    }
  }

  /// The request as it is recorded: ids and times only.
  String query(String bundleId) {
    StringBuilder query = new StringBuilder("bundle ").append(bundleId);
    if (!conversations.isEmpty()) {
      query
          .append(" conversations=")
          .append(
              conversations.stream().map(ConversationId::value).collect(Collectors.joining(",")));
    }
    if (!people.isEmpty()) {
      query
          .append(" people=")
          .append(people.stream().map(PersonId::value).collect(Collectors.joining(",")));
    }
    if (from != null) {
      query.append(" from=").append(from);
    }
    if (to != null) {
      query.append(" to=").append(to);
    }
    if (!formats.isEmpty()) {
      query
          .append(" formats=")
          .append(
              formats.stream()
                  .map(format -> format.name().toLowerCase(Locale.ROOT))
                  .sorted()
                  .collect(Collectors.joining(",")));
    }
    return query.toString();
  }
}
