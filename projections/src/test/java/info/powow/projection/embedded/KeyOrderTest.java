package info.powow.projection.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.BadValueException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  private static final byte[] NONE = {};

  private static byte[] key(@Nullable Object... values) {
    return KeyOrder.encode(NONE, values);
  }

  @Test
  void keysAreOrderedAsMongoComparesValues() {
    List<@Nullable Object> values =
        new ArrayList<>(
            Arrays.asList(
                null,
                Double.NEGATIVE_INFINITY,
                Long.MIN_VALUE,
                -1e18,
                (1L << 53) * -1 - 1,
                -5,
                -4.5,
                0,
                4.25,
                5L,
                1L << 53,
                (1L << 53) + 1,
                (1L << 53) + 2,
                (1L << 62) - 1,
                1L << 62,
                (1L << 62) + 511,
                (1L << 62) + 513,
                Long.MAX_VALUE - 1,
                Long.MAX_VALUE,
                1e300,
                "",
                "\0",
                "\0a",
                "a",
                "a\0",
                "a\0\0",
                "ab",
                "b",
                "ä",
                new BinData(new byte[] {9}),
                new BinData(new byte[] {1, 1}),
                new ObjectId(new byte[12]),
                false,
                true,
                Instant.ofEpochMilli(-1),
                Instant.EPOCH,
                Instant.ofEpochMilli(1)));
    for (int i = 0; i < values.size(); i++) {
      for (int j = 0; j < values.size(); j++) {
        assertThat(Integer.signum(Arrays.compareUnsigned(key(values.get(i)), key(values.get(j)))))
            .as("%s and %s", values.get(i), values.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void thatIsTheOrderInWhichTheLibrarySortsToo() {
    for (List<Object> pair :
        List.<List<Object>>of(
            List.of(1, 2L),
            List.of(1.5, 2),
            List.of("a", "a\0"),
            List.of("Z", "a"),
            List.of(7, "a"),
            List.of("a", true),
            List.of(false, Instant.EPOCH))) {
      assertThat(ValueComparator.asc().compare(pair.get(0), pair.get(1))).isNegative();
      assertThat(Arrays.compareUnsigned(key(pair.get(0)), key(pair.get(1)))).isNegative();
    }
  }

  @Test
  void equalNumbersOfAnyTypeHaveOneKey() {
    assertThat(key(7)).isEqualTo(key(7L)).isEqualTo(key(7.0));
    assertThat(key(0)).isEqualTo(key(-0.0));
    assertThat(key(new Document("a", 7))).isEqualTo(key(new Document("a", 7L)));
  }

  @Test
  void theFirstOfSeveralValuesDecidesTheOrder() {
    assertThat(Arrays.compareUnsigned(key("a", "z"), key("a\0", "a"))).isNegative();
    assertThat(Arrays.compareUnsigned(key("a", 9), key("ab", 1))).isNegative();
    assertThat(Arrays.compareUnsigned(key(List.of(1), 9), key(List.of(1, 1), 1))).isNegative();
  }

  @Test
  void theKeyAfterAPrefixComesAfterAllThatBeginWithIt() {
    byte[] prefix = {1, (byte) 0xff, (byte) 0xff};
    assertThat(KeyOrder.after(prefix)).isEqualTo(new byte[] {2});
    assertThat(KeyOrder.after(new byte[] {1, 2})).isEqualTo(new byte[] {1, 3});
  }

  @Test
  void whatHasNoOrderCannotBeAKey() {
    BsonRegularExpression expression = new BsonRegularExpression("a");
    assertThatThrownBy(() -> key(expression)).isInstanceOf(BadValueException.class);
  }
}
