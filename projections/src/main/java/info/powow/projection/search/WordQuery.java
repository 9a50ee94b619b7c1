package info.powow.projection.search;

import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Turns user input into a query for a field with the analyzer `words`.
///
/// Input is always treated as words, never as a query language. All words must match, in any order;
/// the last may be incomplete. Parts that the analyzer splits must be adjacent as typed: the parts
/// of an address, and characters of scripts without blanks between words.
public final class WordQuery {
  /// The letters of scripts without blanks between words, as part of a character class. The
  /// analyzer makes a word of each letter, so that words are found anywhere. The first range is for
  /// speed: it decides most texts.
  static final String UNSPACED =
      "\\u0e00-\\x{3ffff}&&["
          // Thai, Lao, Tibetan, Myanmar, Khmer, Tai Le, New Tai Lue, Tai Tham, Tai Viet
          + "\\u0e00-\\u109f\\u1780-\\u17ff\\u1950-\\u19ff\\u1a20-\\u1aaf"
          + "\\ua9e0-\\ua9ff\\uaa60-\\uaadf"
          // Hangul
          + "\\u1100-\\u11ff\\u3130-\\u318f\\ua960-\\ua97f\\uac00-\\ud7ff"
          // Han, Hiragana, Katakana, Bopomofo, Yi
          + "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u3035\\u3038-\\u303b"
          + "\\u3041-\\u312f\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua4cf"
          + "\\uf900-\\ufaff\\uff66-\\uffdc\\x{1aff0}-\\x{1b16f}\\x{20000}-\\x{3ffff}"
          + "]";

  /// The maximum number of completions for the last part of a split word. A complete part is always
  /// among them.
  private static final int MOST_COMPLETIONS = 200;

  private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\s]+");
  private static final Pattern PUNCTUATION_AROUND =
      Pattern.compile("^[\\p{P}\\p{C}&&[^#*]]+|[\\p{P}\\p{C}&&[^#*]]+$");
  private static final Pattern SOMETHING_TO_FIND = Pattern.compile("[\\p{L}\\p{N}\\p{So}]");

  /// Input that the analyzer does not split.
  private static final Pattern ONE_PIECE =
      Pattern.compile("(?:(?![" + UNSPACED + "])[\\p{L}\\p{M}\\p{N}\\p{Cf}&&[^\\u02b9-\\u02bc]])+");

  private final List<String> words;

  private WordQuery(List<String> words) {
    this.words = words;
  }

  public static WordQuery of(String typed) {
    return new WordQuery(
        Arrays.stream(BLANKS.split(typed))
            .map(word -> PUNCTUATION_AROUND.matcher(word).replaceAll(""))
            .filter(word -> SOMETHING_TO_FIND.matcher(word).find())
            .toList());
  }

  /// Matches documents that contain all words in a field. Matches nothing if there are no words.
  public Query in(String field) {
    return all(field, false);
  }

  /// The same, tolerating about one typo in four letters.
  public Query similarIn(String field) {
    return all(field, true);
  }

  private Query all(String field, boolean misspelt) {
    if (words.isEmpty()) {
      return Query.of(query -> query.matchNone(none -> none));
    }
    List<Query> each = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      Query spelt = i < words.size() - 1 ? written(field, word) : begun(field, word);
      each.add(misspelt && isOnePiece(word) ? either(spelt, similar(field, word)) : spelt);
    }
    return each.size() == 1
        ? each.getFirst()
        : new Query(new BoolQuery.Builder().must(each).build());
  }

  private static boolean isOnePiece(String word) {
    return ONE_PIECE.matcher(word).matches();
  }

  private static Query written(String field, String word) {
    return Query.of(query -> query.matchPhrase(match -> match.field(field).query(word)));
  }

  private static Query begun(String field, String word) {
    return isOnePiece(word)
        ? Query.of(query ->
            query.matchBoolPrefix(match -> match.field(field).query(word).operator(Operator.And)))
        : Query.of(query ->
            query.matchPhrasePrefix(
                match -> match.field(field).query(word).maxExpansions(MOST_COMPLETIONS)));
  }

  private static Query similar(String field, String word) {
    return Query.of(query ->
        query.match(match ->
            match
                .field(field)
                .query(word)
                .operator(Operator.And)
                .fuzziness("AUTO")
                .prefixLength(1)));
  }

  /// Exact matches count twice.
  private static Query either(Query spelt, Query similar) {
    return Query.of(query ->
        query.disMax(either ->
            either
                .queries(first -> first.bool(twice -> twice.must(spelt).boost(2f)))
                .queries(similar)));
  }
}
