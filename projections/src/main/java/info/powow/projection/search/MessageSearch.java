package info.powow.projection.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.HighlightField;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.util.NamedValue;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.projection.search.FoundMessages.Found;
import info.powow.projection.search.FoundMessages.Highlight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Full-text search for messages.
///
/// User input is always treated as words, never as a query language.
public final class MessageSearch {
  private static final String TEXT = "text";

  /// The approximate maximum size of a page.
  private static final long MOST_CHARACTERS = 512 * 1_024;

  /// The sort order of each part of an answer.
  private static final Comparator<Hit<MessageDocument>> NEWEST_FIRST =
      Comparator.comparing(MessageSearch::placeOf).reversed();

  private static long placeOf(Hit<MessageDocument> hit) {
    return Objects.requireNonNull(document(hit).place());
  }

  private static MessageDocument document(Hit<MessageDocument> hit) {
    return Objects.requireNonNull(hit.source());
  }

  private final SearchClient client;

  MessageSearch(SearchClient client) {
    this.client = client;
  }

  /// The current state of Elasticsearch.
  SearchStatus status() {
    return client.status();
  }

  /// @throws SearchUnavailable if Elasticsearch is unavailable, or the index is not filled yet
  public FoundMessages find(MessageQuery query) {
    Highlights highlights = Highlights.marked();
    List<Hit<MessageDocument>> hits = new ArrayList<>();
    for (Query visible : VisibleFilters.of(query.within())) {
      // One more than requested, to know whether there is another page.
      hits.addAll(search(request(query, visible, highlights, query.limit() + 1)));
      hits.sort(NEWEST_FIRST);
      hits = new ArrayList<>(hits.subList(0, Math.min(hits.size(), query.limit() + 1)));
    }
    List<Found> messages = new ArrayList<>();
    long characters = 0;
    for (Hit<MessageDocument> hit : hits) {
      if (messages.size() == query.limit() || characters >= MOST_CHARACTERS) {
        break;
      }
      Found found = found(hit, highlights);
      characters += found.text().length();
      messages.add(found);
    }
    return new FoundMessages(
        messages,
        hits.size() > messages.size()
            ? new FoundPlace(placeOf(hits.get(messages.size() - 1)))
            : null);
  }

  private List<Hit<MessageDocument>> search(SearchRequest request) {
    try {
      return client
          .ask(elasticsearch -> elasticsearch.search(request, MessageDocument.class))
          .hits()
          .hits();
    } catch (ElasticsearchException refused) {
      if (refused.status() == 404) {
        throw new SearchUnavailable("The search index is not filled yet", refused);
      }
      throw refused;
    }
  }

  private static SearchRequest request(
      MessageQuery query, Query visible, Highlights highlights, int size) {
    SearchRequest.Builder request =
        new SearchRequest.Builder()
            .index(MessageIndex.ALIAS)
            .allowPartialSearchResults(false)
            .trackTotalHits(total -> total.enabled(false))
            .size(size)
            .query(new Query(matching(query, visible)))
            .sort(sort -> sort.field(field -> field.field("place").order(SortOrder.Desc)))
            .highlight(highlight ->
                highlight
                    .preTags(highlights.begin())
                    .postTags(highlights.end())
                    .numberOfFragments(0)
                    .fields(NamedValue.of(TEXT, HighlightField.of(field -> field))));
    FoundPlace after = query.after();
    if (after != null) {
      request.searchAfter(FieldValue.of(after.logIndex()));
    }
    return request.build();
  }

  private static BoolQuery matching(MessageQuery query, Query visible) {
    BoolQuery.Builder all = new BoolQuery.Builder();
    all.must(WordQuery.of(query.words()).in(TEXT));
    all.filter(visible);
    PersonId sender = query.sender();
    if (sender != null) {
      all.filter(filter -> filter.term(term -> term.field("sender").value(sender.value())));
    }
    Instant before = query.before();
    if (before != null) {
      all.filter(filter ->
          filter.range(range ->
              range.date(date -> date.field("at").lt(String.valueOf(before.toEpochMilli())))));
    }
    return all.build();
  }

  private static Found found(Hit<MessageDocument> hit, Highlights highlights) {
    MessageDocument document = document(hit);
    // A message found by its words has a text, so it was not deleted.
    String text = Objects.requireNonNull(document.text());
    List<Highlight> places =
        Graphemes.whole(
            text,
            hit.highlight().getOrDefault(TEXT, List.of()).stream()
                .flatMap(marked -> highlights.in(marked).stream())
                .toList());
    return new Found(
        new ConversationId(document.conversationId()),
        document.position(),
        new PersonId(Objects.requireNonNull(document.sender())),
        Instant.ofEpochMilli(Objects.requireNonNull(document.at())),
        text,
        places);
  }
}
