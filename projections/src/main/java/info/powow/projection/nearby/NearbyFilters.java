package info.powow.projection.nearby;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import info.powow.projection.search.WordQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// The conditions of nearby queries, in the language of Elasticsearch.
final class NearbyFilters {
  /// The field of a document's location, in all four indexes.
  static final String PLACE = "place";

  private static final String WORDS = "words";

  /// The index is about a second behind the log. What moved before a page was requested, minus this,
  /// was surely on that page if it belonged there.
  private static final Duration BEHIND = Duration.ofSeconds(2);

  private NearbyFilters() {}

  /// Matches the words of a query, or everything when it has none.
  static BoolQuery.Builder matching(NearbyQuery query) {
    BoolQuery.Builder all = new BoolQuery.Builder();
    String words = query.words();
    if (words == null) {
      all.must(must -> must.matchAll(everything -> everything));
    } else {
      all.must(WordQuery.of(words).similarIn(WORDS));
    }
    if (query.after() != null) {
      Instant first = Instant.ofEpochMilli(query.asOf()).minus(BEHIND);
      all.filter(until("movedAt", first));
    }
    return all;
  }

  static void category(NearbyQuery query, BoolQuery.Builder all) {
    if (query.category() != null) {
      all.filter(is("category", query.category().value()));
    }
  }

  static Query is(String field, String value) {
    return Query.of(query -> query.term(term -> term.field(field).value(value)));
  }

  static Query is(String field, long value) {
    return Query.of(query -> query.term(term -> term.field(field).value(value)));
  }

  static Query is(String field, boolean value) {
    return Query.of(query -> query.term(term -> term.field(field).value(value)));
  }

  static Query among(String field, Collection<String> values) {
    List<FieldValue> terms = values.stream().map(FieldValue::of).toList();
    return Query.of(
        query -> query.terms(each -> each.field(field).terms(among -> among.value(terms))));
  }

  static Query since(String field, Instant time) {
    return Query.of(query ->
        query.range(range ->
            range.date(date -> date.field(field).gte(String.valueOf(time.toEpochMilli())))));
  }

  static Query after(String field, Instant time) {
    return Query.of(query ->
        query.range(range ->
            range.date(date -> date.field(field).gt(String.valueOf(time.toEpochMilli())))));
  }

  static Query until(String field, Instant time) {
    return Query.of(query ->
        query.range(range ->
            range.date(date -> date.field(field).lte(String.valueOf(time.toEpochMilli())))));
  }
}
