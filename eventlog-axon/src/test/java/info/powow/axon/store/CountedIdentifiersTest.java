package info.powow.axon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.common.IdentifierFactory;
import org.junit.jupiter.api.Test;

class CountedIdentifiersTest {
  @Test
  void axonUsesThem() {
    assertThat(IdentifierFactory.getInstance()).isInstanceOf(CountedIdentifiers.class);
  }

  @Test
  void noTwoAreAlikeInOneProcessOrTwo() {
    CountedIdentifiers one = new CountedIdentifiers();
    CountedIdentifiers other = new CountedIdentifiers();

    Set<String> identifiers =
        Stream.concat(
                Stream.generate(one::generateIdentifier).limit(1_000),
                Stream.generate(other::generateIdentifier).limit(1_000))
            .collect(Collectors.toSet());

    assertThat(identifiers).hasSize(2_000);
  }
}
