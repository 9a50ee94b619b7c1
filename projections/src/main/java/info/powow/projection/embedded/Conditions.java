package info.powow.projection.embedded;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a query says about single fields and must hold for every result. An index narrows the
/// search by it; whoever reads the documents compares them with the whole query.
final class Conditions {
  private static final Set<String> LISTS = Set.of("$and", "$or", "$nor");

  private final Map<String, List<Map.Entry<String, @Nullable Object>>> byField = new HashMap<>();

  private Conditions() {}

  static Conditions of(Document query) {
    Conditions conditions = new Conditions();
    conditions.collect(query);
    return conditions;
  }

  private void collect(Document query) {
    query.forEach((field, value) -> {
      if (field.equals("$and")) {
        ((Collection<?>) value).forEach(part -> collect((Document) part));
      } else if (!field.startsWith("$")) {
        if (isExpression(value)) {
          ((Document) value).forEach((operator, operand) -> add(field, operator, operand));
        } else {
          add(field, "$eq", value);
        }
      }
    });
  }

  private void add(String field, String operator, @Nullable Object operand) {
    byField
        .computeIfAbsent(field, _ -> new ArrayList<>())
        .add(new java.util.AbstractMap.SimpleImmutableEntry<>(operator, operand));
  }

  static boolean isExpression(@Nullable Object value) {
    return value instanceof Document document
        && document.keySet().stream().anyMatch(key -> key.startsWith("$"));
  }

  /// The values of which a field must have one; null if the query does not say.
  @Nullable List<@Nullable Object> valuesOf(String field) {
    for (Map.Entry<String, @Nullable Object> condition : byField.getOrDefault(field, List.of())) {
      Object operand = condition.getValue();
      if (condition.getKey().equals("$eq") && isSingle(operand)) {
        List<@Nullable Object> one = new ArrayList<>();
        one.add(operand);
        return one;
      }
      if (condition.getKey().equals("$in")
          && operand instanceof Collection<?> values
          && values.stream().allMatch(Conditions::isSingle)) {
        return new ArrayList<>(new java.util.LinkedHashSet<>(values));
      }
    }
    return null;
  }

  /// An array equals the array as a whole, which indexes do not contain.
  private static boolean isSingle(@Nullable Object value) {
    return !(value instanceof Collection)
        && !(value instanceof BsonRegularExpression)
        && !isExpression(value);
  }

  /// The operand of a comparison such as `$gt`; null if there is none.
  @Nullable Object bound(String field, String operator) {
    for (Map.Entry<String, @Nullable Object> condition : byField.getOrDefault(field, List.of())) {
      if (condition.getKey().equals(operator) && isSingle(condition.getValue())) {
        return condition.getValue();
      }
    }
    return null;
  }

  /// The fields of documents that a query reads; null for all.
  static @Nullable Set<String> fieldsOf(Document query) {
    Set<String> fields = new HashSet<>();
    return collectFields(query, fields) ? fields : null;
  }

  private static boolean collectFields(Document query, Set<String> fields) {
    for (Map.Entry<String, Object> part : query.entrySet()) {
      String field = part.getKey();
      if (LISTS.contains(field)) {
        for (Object each : (Collection<?>) part.getValue()) {
          if (!collectFields((Document) each, fields)) {
            return false;
          }
        }
      } else if (field.startsWith("$")) {
        return false;
      } else {
        fields.add(topLevel(field));
      }
    }
    return true;
  }

  static String topLevel(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }
}
