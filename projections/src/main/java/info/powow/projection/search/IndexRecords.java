package info.powow.projection.search;

import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch.core.GetResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import info.powow.projector.DeadLetter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The records of a projection, stored in the index itself: deleting the index deletes them too.
final class IndexRecords {
  // Ids of documents do not begin with a tilde.
  static final String POSITION = "~position";
  private static final String PARKED = "~parked~";
  private static final int MOST_DEAD_LETTERS = 1_000;

  private record LogPlace(long logIndex) {}

  private record Parked(String parkedStream, Letter parked) {}

  private record Letter(long sequence, long index, String cause, long at) {}

  private final SearchClient client;

  IndexRecords(SearchClient client) {
    this.client = client;
  }

  /// The log index up to which the index is filled.
  long position(String index) {
    GetResponse<LogPlace> response =
        client.ask(elasticsearch ->
            elasticsearch.get(request -> request.index(index).id(POSITION), LogPlace.class));
    LogPlace place = response.source();
    return place == null ? 0 : place.logIndex();
  }

  void savePosition(String index, long logIndex) {
    SearchIndex.unlessReplaced(
        index,
        () ->
            client.ask(elasticsearch ->
                elasticsearch.index(request ->
                    request.index(index).id(POSITION).document(new LogPlace(logIndex)))));
  }

  List<DeadLetter> deadLetters(String index) {
    List<Hit<Parked>> hits =
        client.ask(elasticsearch -> {
          elasticsearch.indices().refresh(request -> request.index(index));
          return elasticsearch
              .search(
                  request ->
                      request
                          .index(index)
                          .size(MOST_DEAD_LETTERS)
                          .query(query -> query.exists(field -> field.field("parkedStream"))),
                  Parked.class)
              .hits()
              .hits();
        });
    return hits.stream()
        .map(Hit::source)
        .filter(Objects::nonNull)
        .map(IndexRecords::letter)
        .toList();
  }

  void park(String index, DeadLetter letter) {
    Parked parked =
        new Parked(
            letter.stream(),
            new Letter(
                letter.sequence(), letter.index(), letter.cause(), letter.at().toEpochMilli()));
    SearchIndex.unlessReplaced(
        index,
        () ->
            client.ask(elasticsearch ->
                elasticsearch.index(request ->
                    request
                        .index(index)
                        .id(PARKED + letter.stream())
                        .refresh(Refresh.True)
                        .document(parked))));
  }

  void release(String index, String stream) {
    SearchIndex.unlessReplaced(
        index,
        () ->
            client.ask(elasticsearch ->
                elasticsearch.delete(
                    request -> request.index(index).id(PARKED + stream).refresh(Refresh.True))));
  }

  private static DeadLetter letter(@Nullable Parked parked) {
    Objects.requireNonNull(parked);
    Letter letter = parked.parked();
    return new DeadLetter(
        parked.parkedStream(),
        letter.sequence(),
        letter.index(),
        letter.cause(),
        Instant.ofEpochMilli(letter.at()));
  }
}
