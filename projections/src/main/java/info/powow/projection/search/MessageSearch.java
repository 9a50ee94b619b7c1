package info.powow.projection.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.HighlightField;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.util.NamedValue;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.PositionRange;
import info.powow.projection.search.FoundMessages.Found;
import info.powow.projection.search.FoundMessages.Highlight;
import info.powow.projection.search.MessageQuery.Visible;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds messages by their words.
///
/// What people type is only ever taken as words, never as a query language.
public final class MessageSearch {
  private static final String TEXT = "text";

  private final SearchClient client;

  MessageSearch(SearchClient client) {
    this.client = client;
  }

  /// What is known of Elasticsearch now.
  SearchStatus status() {
    return client.status();
  }

  /// @throws SearchAway when Elasticsearch is away, or the index is not filled yet
  public FoundMessages find(MessageQuery query) {
    if (query.within().isEmpty()) {
      return new FoundMessages(List.of(), null);
    }
    Highlights highlights = Highlights.marked();
    // One more than is asked for tells whether there is another page.
    SearchRequest request = request(query, highlights, query.limit() + 1);
    List<Hit<MessageDocument>> hits = search(request);
    List<Found> messages =
        hits.stream().limit(query.limit()).map(hit -> found(hit, highlights)).toList();
    return new FoundMessages(messages, hits.size() > query.limit() ? place(messages) : null);
  }

  private List<Hit<MessageDocument>> search(SearchRequest request) {
    try {
      return client
          .ask(elasticsearch -> elasticsearch.search(request, MessageDocument.class))
          .hits()
          .hits();
    } catch (ElasticsearchException refused) {
      if (refused.status() == 404) {
        throw new SearchAway("The search index is not filled yet", refused);
      }
      throw refused;
    }
  }

  private static SearchRequest request(MessageQuery query, Highlights highlights, int size) {
    SearchRequest.Builder request =
        new SearchRequest.Builder()
            .index(MessageIndex.ALIAS)
            .allowPartialSearchResults(false)
            .trackTotalHits(total -> total.enabled(false))
            .size(size)
            .query(new Query(matching(query)))
            .sort(sort -> sort.field(field -> field.field("at").order(SortOrder.Desc)))
            .sort(sort -> sort.field(field -> field.field("conversationId").order(SortOrder.Asc)))
            .sort(sort -> sort.field(field -> field.field("position").order(SortOrder.Desc)))
            .highlight(highlight ->
                highlight
                    .preTags(highlights.begin())
                    .postTags(highlights.end())
                    .numberOfFragments(0)
                    .fields(NamedValue.of(TEXT, HighlightField.of(field -> field))));
    FoundPlace after = query.after();
    if (after != null) {
      request.searchAfter(
          FieldValue.of(after.at()),
          FieldValue.of(after.conversation().value()),
          FieldValue.of(after.position()));
    }
    return request.build();
  }

  private static BoolQuery matching(MessageQuery query) {
    BoolQuery.Builder all = new BoolQuery.Builder();
    all.must(must ->
        must.matchBoolPrefix(
            words -> words.field(TEXT).query(query.words()).operator(Operator.And)));
    all.filter(visible(query.within()));
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

  /// Conversations that are seen whole are asked for in one list; of the others only the parts.
  private static Query visible(List<Visible> within) {
    List<FieldValue> whole = new ArrayList<>();
    BoolQuery.Builder any = new BoolQuery.Builder().minimumShouldMatch("1");
    for (Visible visible : within) {
      if (visible.ranges().equals(List.of(PositionRange.startingAt(0)))) {
        whole.add(FieldValue.of(visible.conversation().value()));
      } else {
        visible.ranges().forEach(range -> any.should(part(visible.conversation(), range)));
      }
    }
    any.should(should ->
        should.terms(terms -> terms.field("conversationId").terms(values -> values.value(whole))));
    return new Query(any.build());
  }

  private static Query part(ConversationId conversation, PositionRange range) {
    return Query.of(query ->
        query.bool(both ->
            both.filter(filter ->
                    filter.term(term -> term.field("conversationId").value(conversation.value())))
                .filter(filter ->
                    filter.range(positions ->
                        positions.number(number ->
                            number
                                .field("position")
                                .gte((double) range.from())
                                .lte(end(range)))))));
  }

  private static @Nullable Double end(PositionRange range) {
    return range.isOpen() ? null : (double) range.to();
  }

  private static Found found(Hit<MessageDocument> hit, Highlights highlights) {
    MessageDocument document = Objects.requireNonNull(hit.source());
    List<Highlight> places =
        hit.highlight().getOrDefault(TEXT, List.of()).stream()
            .flatMap(marked -> highlights.in(marked).stream())
            .toList();
    // What was found by its words has words, and so was not deleted.
    return new Found(
        new ConversationId(document.conversationId()),
        document.position(),
        new PersonId(Objects.requireNonNull(document.sender())),
        Instant.ofEpochMilli(Objects.requireNonNull(document.at())),
        Objects.requireNonNull(document.text()),
        places);
  }

  private static FoundPlace place(List<Found> messages) {
    Found last = messages.getLast();
    return new FoundPlace(last.at().toEpochMilli(), last.conversationId(), last.position());
  }
}
