package info.powow.projection.nearby;

import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.person.Discoverability;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonErased;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchIndex;
import info.powow.projection.search.StreamSink;
import info.powow.projector.Projection;
import info.powow.projector.ViewFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A person in the search index. People who are not discoverable have a document too, so that their
/// name is known when they become discoverable.
///
/// @param blocked people whom they have blocked
/// @param place the centre of their cell; null before the first report
/// @param cell the size of that cell in metres
/// @param placedAt when the place was last reported, in milliseconds since 1970-01-01T00:00Z
/// @param movedAt when they entered that cell
record PersonDocument(
    String personId,
    String displayName,
    String about,
    List<String> interests,
    String discoverable,
    List<String> blocked,
    @Nullable Location place,
    @Nullable Integer cell,
    @Nullable Long placedAt,
    @Nullable Long movedAt) {
  static final String ALIAS = "powow-people";
  static final String EVERYONE = name(Discoverability.EVERYONE);
  static final String GROUPS = name(Discoverability.GROUPS);

  /// Increase with every change of people.json, of the analysis, or of the contents.
  static final int VERSION = 5;

  private static final Set<String> TYPES =
      Set.of(
          ProfileCreated.class.getSimpleName(),
          ProfileChanged.class.getSimpleName(),
          PlaceUpdated.class.getSimpleName(),
          PersonBlocked.class.getSimpleName(),
          PersonUnblocked.class.getSimpleName(),
          PersonErased.class.getSimpleName());

  static SearchIndex<PersonDocument> index(SearchClient client) {
    return new SearchIndex<>(
        client,
        new SearchIndex.Form<>(
            ALIAS,
            VERSION,
            "people.json",
            PersonDocument.class,
            document -> 300 + document.about().length() + 40 * document.blocked().size()));
  }

  static Projection.Sink sink(SearchIndex<PersonDocument> index) {
    return new StreamSink<>(index, TYPES, PersonDocument::after);
  }

  private static String name(Discoverability discoverable) {
    return discoverable.name().toLowerCase(Locale.ROOT);
  }

  private static PersonDocument after(@Nullable PersonDocument before, Object event) {
    if (event instanceof ProfileCreated created) {
      return new PersonDocument(
          created.personId().value(),
          created.displayName(),
          "",
          List.of(),
          name(Discoverability.NOBODY),
          List.of(),
          null,
          null,
          null,
          null);
    }
    if (before == null) {
      throw new ViewFault("the first event of a person must be a profile");
    }
    return switch (event) {
      case ProfileChanged changed ->
          new PersonDocument(
              before.personId,
              changed.displayName(),
              changed.about(),
              changed.interests().stream().map(Tag::value).toList(),
              name(changed.discoverable()),
              before.blocked,
              before.place,
              before.cell,
              before.placedAt,
              before.movedAt);
      case PlaceUpdated updated -> {
        Location there = Location.of(updated.cell().centre());
        long at = updated.at().toEpochMilli();
        yield new PersonDocument(
            before.personId,
            before.displayName,
            before.about,
            before.interests,
            before.discoverable,
            before.blocked,
            there,
            updated.cell().size(),
            at,
            there.equals(before.place) ? before.movedAt : Long.valueOf(at));
      }
      case PersonErased erased ->
          new PersonDocument(
              erased.personId().value(),
              "",
              "",
              List.of(),
              name(Discoverability.NOBODY),
              List.of(),
              null,
              null,
              null,
              null);
      case PersonBlocked block -> before.blocking(block.blocked(), true);
      case PersonUnblocked unblock -> before.blocking(unblock.unblocked(), false);
      case PersonEvent _ -> before;
      default -> throw new ViewFault("the type of an event does not match its name");
    };
  }

  private PersonDocument blocking(PersonId person, boolean now) {
    List<String> next = new ArrayList<>(blocked);
    next.remove(person.value());
    if (now) {
      next.add(person.value());
    }
    return new PersonDocument(
        personId,
        displayName,
        about,
        interests,
        discoverable,
        next,
        place,
        cell,
        placedAt,
        movedAt);
  }
}
