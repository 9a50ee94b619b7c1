package info.powow.projection.search;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import info.powow.domain.ConversationId;
import info.powow.domain.conversation.PositionRange;
import info.powow.projection.search.MessageQuery.Visible;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The filters that restrict a search to what a person may see. Each is small enough for
/// Elasticsearch, which refuses queries with too many clauses. Other people can add a person to
/// many conversations, and that must not disable the person's search.
final class VisibleFilters {
  /// Conversations that are fully visible share one clause.
  private static final int WHOLE_AT_ONCE = 4_096;

  /// A conversation with a limited range costs three of 1,024 clauses.
  static final int RANGES_AT_ONCE = 256;

  /// The number of ranges of one conversation that are searched: the newest.
  static final int RANGES_OF_A_CONVERSATION = 32;

  /// The maximum number of filters. A person in more than some 16,000 groups that do not show their
  /// history finds nothing in those that they joined last, unless they name one.
  private static final int MOST = 64;

  private static final List<PositionRange> WHOLE = List.of(PositionRange.startingAt(0));

  private final List<Query> filters = new ArrayList<>();
  private List<FieldValue> whole = new ArrayList<>();
  private List<Query> parts = new ArrayList<>();
  private int ranges;

  private VisibleFilters() {}

  /// Each visible message matches exactly one of the filters.
  static List<Query> of(List<Visible> within) {
    VisibleFilters filters = new VisibleFilters();
    within.forEach(filters::add);
    filters.close();
    return filters.filters.subList(0, Math.min(filters.filters.size(), MOST));
  }

  private void add(Visible visible) {
    if (visible.ranges().equals(WHOLE)) {
      whole.add(FieldValue.of(visible.conversation().value()));
    } else if (!visible.ranges().isEmpty()) {
      int all = visible.ranges().size();
      List<PositionRange> newest =
          visible.ranges().subList(Math.max(0, all - RANGES_OF_A_CONVERSATION), all);
      if (ranges + newest.size() > RANGES_AT_ONCE) {
        close();
      }
      parts.add(part(visible.conversation(), newest));
      ranges += newest.size();
    }
    if (whole.size() == WHOLE_AT_ONCE) {
      close();
    }
  }

  private void close() {
    if (whole.isEmpty() && parts.isEmpty()) {
      return;
    }
    List<FieldValue> conversations = whole;
    BoolQuery.Builder any = new BoolQuery.Builder().minimumShouldMatch("1").should(parts);
    if (!conversations.isEmpty()) {
      any.should(should ->
          should.terms(
              terms -> terms.field("conversationId").terms(values -> values.value(conversations))));
    }
    filters.add(new Query(any.build()));
    whole = new ArrayList<>();
    parts = new ArrayList<>();
    ranges = 0;
  }

  private static Query part(ConversationId conversation, List<PositionRange> ranges) {
    BoolQuery.Builder both = new BoolQuery.Builder();
    both.filter(
        filter -> filter.term(term -> term.field("conversationId").value(conversation.value())));
    if (ranges.size() == 1) {
      both.filter(range(ranges.getFirst()));
    } else {
      both.filter(filter ->
          filter.bool(any ->
              any.minimumShouldMatch("1")
                  .should(ranges.stream().map(VisibleFilters::range).toList())));
    }
    return new Query(both.build());
  }

  private static Query range(PositionRange range) {
    return Query.of(query ->
        query.range(positions ->
            positions.number(
                number -> number.field("position").gte((double) range.from()).lte(end(range)))));
  }

  private static @Nullable Double end(PositionRange range) {
    return range.isOpen() ? null : (double) range.to();
  }
}
