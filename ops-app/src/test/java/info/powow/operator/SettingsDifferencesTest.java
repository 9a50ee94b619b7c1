package info.powow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SettingsDifferencesTest {
  private static SettingsDifferences.Node node(
      String name, String kind, Map<String, String> settings) {
    return new SettingsDifferences.Node(name, kind, new TreeMap<>(settings));
  }

  @Test
  void aSettingThatOnlyOneKindOfNodeNeedsIsNoDifference() {
    assertThat(
            SettingsDifferences.of(
                List.of(
                    node("notify-1", "notify-app", Map.of("powow.push.folder", "/f")),
                    node("query-1", "query-app", Map.of()),
                    node("query-2", "query-app", Map.of()))))
        .allSatisfy((_, differs) -> assertThat(differs).isEmpty());
  }

  @Test
  void aSettingThatOneNodeOfItsKindLacksIsADifference() {
    assertThat(
            SettingsDifferences.of(
                List.of(
                    node("query-1", "query-app", Map.of("a", "1")),
                    node("query-2", "query-app", Map.of("a", "1")),
                    node("query-3", "query-app", Map.of()))))
        .hasEntrySatisfying("query-3", differs -> assertThat(differs).containsExactly("a"))
        .hasEntrySatisfying("query-1", differs -> assertThat(differs).isEmpty());
  }

  @Test
  void aSettingThatSeveralKindsHaveHasToBeTheSame() {
    assertThat(
            SettingsDifferences.of(
                List.of(
                    node("command-1", "command-app", Map.of("a", "1")),
                    node("query-1", "query-app", Map.of("a", "1")),
                    node("socket-1", "socket-app", Map.of("a", "2")))))
        .hasEntrySatisfying("socket-1", differs -> assertThat(differs).containsExactly("a"))
        .hasEntrySatisfying("query-1", differs -> assertThat(differs).isEmpty());
  }

  @Test
  void withoutAMajorityAllAreNamed() {
    assertThat(
            SettingsDifferences.of(
                List.of(
                    node("query-1", "query-app", Map.of("a", "1")),
                    node("query-2", "query-app", Map.of("a", "2")))))
        .allSatisfy((_, differs) -> assertThat(differs).containsExactly("a"));
  }
}
