package info.powow.projection.check;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.projection.check.FieldDifferences.FieldDifference;
import info.powow.projector.ProjectionCheck.Kind;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class FieldDifferencesTest {
  private static BsonDocument json(String json) {
    return BsonDocument.parse(json);
  }

  @Test
  void theSameFieldsInAnotherOrderDoNotDiffer() {
    assertThat(FieldDifferences.of(json("{a: 1, b: [{c: 2}]}"), json("{b: [{c: 2}], a: 1}")))
        .isEmpty();
  }

  @Test
  void eachDifferenceHasAPathAndNoValue() {
    assertThat(
            FieldDifferences.of(
                json("{a: 1, b: [{c: 'secret'}, 2], d: {e: 1}}"),
                json("{a: 1, b: [{c: 'other'}], d: {e: 1, f: 'word'}}")))
        .containsExactly(
            new FieldDifference("b.0.c", Kind.CHANGED),
            new FieldDifference("b.1", Kind.MISSING),
            new FieldDifference("d.f", Kind.EXTRA));
  }

  @Test
  void anotherTypeIsAnotherValue() {
    assertThat(FieldDifferences.of(json("{a: 1}"), json("{a: '1'}")))
        .containsExactly(new FieldDifference("a", Kind.CHANGED));
  }

  @Test
  void aDocumentMayBeAbsent() {
    assertThat(FieldDifferences.of(json("{a: 1}"), null))
        .containsExactly(new FieldDifference("", Kind.MISSING));
    assertThat(FieldDifferences.of(null, json("{a: 1}")))
        .containsExactly(new FieldDifference("", Kind.EXTRA));
  }

  @Test
  void aNameThatMayBeAWordOfSomebodyIsNotShown() {
    assertThat(FieldDifferences.of(json("{}"), json("{'said by ada': 1}")))
        .containsExactly(new FieldDifference("…", Kind.EXTRA));
  }
}
