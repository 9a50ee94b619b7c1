package info.powow.projection.nearby;

import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupPlaceChanged;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.place.Place;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchIndex;
import info.powow.projection.search.StreamSink;
import info.powow.projector.Projection;
import info.powow.projector.ViewFault;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A group in the search index. Every group has a document, but nothing is kept of a closed one. Its
/// members and picture change more often, and are read from the views.
///
/// @param name of an open group; null for a closed one
/// @param place null if the group is not on the map
/// @param movedAt when its place last changed, in milliseconds since 1970-01-01T00:00Z
record GroupDocument(
    String conversationId,
    @Nullable String name,
    @Nullable Location place,
    @Nullable String label,
    @Nullable Long movedAt) {
  static final String ALIAS = "powow-groups";

  /// Increase with every change of groups.json, of the analysis, or of the contents.
  static final int VERSION = 3;

  private static final Set<String> TYPES =
      Set.of(
          GroupCreated.class.getSimpleName(),
          GroupRenamed.class.getSimpleName(),
          GroupPlaceChanged.class.getSimpleName());

  static SearchIndex<GroupDocument> index(SearchClient client) {
    return new SearchIndex<>(
        client,
        new SearchIndex.Form<>(ALIAS, VERSION, "groups.json", GroupDocument.class, _ -> 400));
  }

  static Projection.Sink sink(SearchIndex<GroupDocument> index) {
    return new StreamSink<>(index, TYPES, GroupDocument::after);
  }

  private static GroupDocument after(@Nullable GroupDocument before, Object event) {
    if (event instanceof GroupCreated created) {
      return new GroupDocument(
          created.conversationId().value(),
          created.open() ? created.name() : null,
          null,
          null,
          null);
    }
    if (before == null) {
      throw new ViewFault("the first event of a group must create it");
    }
    return switch (event) {
      case GroupRenamed renamed ->
          before.name == null
              ? before
              : new GroupDocument(
                  before.conversationId,
                  renamed.name(),
                  before.place,
                  before.label,
                  before.movedAt);
      case GroupPlaceChanged changed -> before.at(changed.place(), changed.at().toEpochMilli());
      default -> throw new ViewFault("the type of an event does not match its name");
    };
  }

  private GroupDocument at(@Nullable Place changed, long time) {
    if (changed == null) {
      return new GroupDocument(conversationId, name, null, null, null);
    }
    Location there = Location.of(changed.point());
    return new GroupDocument(
        conversationId,
        name,
        there,
        changed.label(),
        there.equals(place) ? movedAt : Long.valueOf(time));
  }
}
