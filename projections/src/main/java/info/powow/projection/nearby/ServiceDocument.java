package info.powow.projection.nearby;

import info.powow.domain.PersonId;
import info.powow.domain.ServiceId;
import info.powow.domain.publicservice.Contact;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.domain.publicservice.ServiceEvent.ServiceChanged;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.ServiceWithdrawn;
import info.powow.domain.publicservice.ServiceEvent.SpeakerAccepted;
import info.powow.projection.search.SearchClient;
import info.powow.projection.search.SearchIndex;
import info.powow.projection.search.StreamSink;
import info.powow.projector.Projection;
import info.powow.projector.ViewFault;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A public service in the search index.
///
/// @param area the radius in metres around its place within which it visits people
/// @param reach the smallest of [#REACHES] that is not less than the area; null if people come to
///     it
/// @param scheduled whether its opening hours are known
/// @param movedAt when its place last changed, in milliseconds since 1970-01-01T00:00Z
record ServiceDocument(
    String serviceId,
    @Nullable String name,
    @Nullable String text,
    @Nullable String category,
    @Nullable Location place,
    @Nullable String label,
    @Nullable Integer area,
    @Nullable Integer reach,
    @Nullable OpeningHours hours,
    boolean scheduled,
    @Nullable Contact contact,
    @Nullable List<String> speakers,
    boolean withdrawn,
    long movedAt) {
  static final String ALIAS = "powow-services";

  /// Increase with every change of services.json, of the analysis, or of the contents.
  static final int VERSION = 5;

  /// In metres. Elasticsearch compares the distance to a document with a constant, not with a field
  /// of the document, so there is one query clause for each of these.
  static final int[] REACHES = {1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000};

  private static final Set<String> TYPES =
      Set.of(
          ServicePublished.class.getSimpleName(),
          ServiceChanged.class.getSimpleName(),
          SpeakerAccepted.class.getSimpleName(),
          ServiceWithdrawn.class.getSimpleName());

  static SearchIndex<ServiceDocument> index(SearchClient client) {
    return new SearchIndex<>(
        client,
        new SearchIndex.Form<>(
            ALIAS,
            VERSION,
            "services.json",
            ServiceDocument.class,
            document -> 1_000 + (document.text() == null ? 0 : document.text().length())));
  }

  static Projection.Sink sink(SearchIndex<ServiceDocument> index) {
    return new StreamSink<>(index, TYPES, ServiceDocument::after);
  }

  private static ServiceDocument after(@Nullable ServiceDocument before, Object event) {
    return switch (event) {
      case ServicePublished published ->
          of(
              published.serviceId(),
              published.description(),
              published.speakers(),
              published.at().toEpochMilli());
      case ServiceChanged changed -> {
        boolean stays =
            before != null
                && Location.of(changed.description().place().point()).equals(before.place);
        yield of(
            changed.serviceId(),
            changed.description(),
            changed.speakers(),
            before != null && stays ? before.movedAt : changed.at().toEpochMilli());
      }
      case SpeakerAccepted accepted -> {
        if (before == null) {
          throw new ViewFault("the first event of a service must publish it");
        }
        yield before.with(accepted.personId().value());
      }
      case ServiceWithdrawn withdrawn ->
          new ServiceDocument(
              withdrawn.serviceId().value(),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              false,
              null,
              null,
              true,
              withdrawn.at().toEpochMilli());
      default -> throw new ViewFault("the type of an event does not match its name");
    };
  }

  private static ServiceDocument of(
      ServiceId id, Description description, List<PersonId> speakers, long movedAt) {
    return new ServiceDocument(
        id.value(),
        description.name(),
        description.text(),
        description.category() == null ? null : description.category().value(),
        Location.of(description.place().point()),
        description.place().label(),
        description.area(),
        reach(description.area()),
        description.hours(),
        description.hours() != null,
        description.contact(),
        speakers.stream().map(PersonId::value).toList(),
        false,
        movedAt);
  }

  private ServiceDocument with(String speaker) {
    List<String> old = speakers == null ? List.of() : speakers;
    return new ServiceDocument(
        serviceId,
        name,
        text,
        category,
        place,
        label,
        area,
        reach,
        hours,
        scheduled,
        contact,
        Stream.concat(old.stream(), Stream.of(speaker)).distinct().toList(),
        withdrawn,
        movedAt);
  }

  private static @Nullable Integer reach(int area) {
    if (area > 0) {
      for (int reach : REACHES) {
        if (reach >= area) {
          return reach;
        }
      }
    }
    return null;
  }
}
