package info.powow.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalPersonTest {
  private static final PersonId PERSON = PersonId.of("https://issuer.example", "auth0|4711");

  private static List<String> handles(@Nullable String username, @Nullable String name) {
    return ExternalPerson.of(PERSON, username, name).handles().stream().map(Handle::value).toList();
  }

  @Test
  void anIssuersNameForSomebodyIsAlwaysTheSamePersonAndTellsNothing() {
    assertThat(PersonId.of("https://issuer.example", "auth0|4711")).isEqualTo(PERSON);
    assertThat(PersonId.of("https://other.example", "auth0|4711")).isNotEqualTo(PERSON);
    assertThat(PERSON.value()).matches("p[0-9a-f]{32}").doesNotContain("4711");
  }

  @Test
  void theNameThatSomebodyLikesIsTriedFirst() {
    String id = PERSON.value();
    assertThat(handles("Ada", "Ada Lovelace"))
        .containsExactly("ada", "ada_" + id.substring(id.length() - 8), id.substring(0, 30));
  }

  @Test
  void ofAnAddressOnlyTheNameIsUsed() {
    assertThat(handles("ada.l@example.org", null)).first().isEqualTo("ada.l");
  }

  @Test
  void fullStopsAreOnlyBetweenOthers() {
    assertThat(handles("ada..l.", null)).first().isEqualTo("ada.l");
    assertThat(handles("a".repeat(19) + ".b", null))
        .allSatisfy(handle -> assertThat(new Handle(handle).value()).isEqualTo(handle));
    assertThat(handles("a".repeat(29) + ".b", null)).first().isEqualTo("a".repeat(29));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@", "ab", "42", "李雷", "__", "<b>"})
  void whatIsNoHandleIsReplacedByThePersonsOwn(String username) {
    assertThat(handles(username, null)).hasSize(1);
  }

  @Test
  void aLongNameIsCut() {
    assertThat(handles("a".repeat(200), null)).allMatch(handle -> handle.length() <= 30);
  }

  @Test
  void theDisplayNameIsWhatIsSaidOfThePerson() {
    assertThat(ExternalPerson.of(PERSON, "ada", "李雷 Lovelace").displayName())
        .isEqualTo("李雷 Lovelace");
    assertThat(ExternalPerson.of(PERSON, "Ada", null).displayName()).isEqualTo("Ada");
    assertThat(ExternalPerson.of(PERSON, "Ada", "two\nlines").displayName()).isEqualTo("Ada");
    assertThat(ExternalPerson.of(PERSON, "ada@example.org", null).displayName()).isEqualTo("ada");
    assertThat(ExternalPerson.of(PERSON, "ada", "ada@example.org").displayName()).isEqualTo("ada");
    assertThat(ExternalPerson.of(PERSON, null, " ").displayName()).matches("p[0-9a-f]{29}");
  }
}
