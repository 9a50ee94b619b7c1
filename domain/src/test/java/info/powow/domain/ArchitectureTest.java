package info.powow.domain;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.Normalizer;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Dependencies of the domain. Rules for all modules are tested in `standalone`.
///
/// Each rule is checked twice: against the domain, and against a small fixture
/// (`info.powow.fixture`) that breaks it, to prove that the rule can fail.
class ArchitectureTest {
  private static final JavaClasses DOMAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("info.powow.domain");

  private static final Set<String> WHAT_DIFFERS_EACH_TIME =
      Set.of(
          "java.lang.System",
          "java.lang.Runtime",
          "java.lang.Thread",
          "java.lang.ProcessHandle",
          "java.security.SecureRandom",
          "java.time.Clock",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Timer");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of("framework", rule(ArchitectureTest::importsTheLanguageOnly)),
        Arguments.of("surroundings", rule(ArchitectureTest::importsTheLanguageOnly)),
        Arguments.of("clock", rule(ArchitectureTest::asksNoClockAndNoChance)),
        Arguments.of("chance", rule(ArchitectureTest::asksNoClockAndNoChance)),
        Arguments.of("cycle", rule(ArchitectureTest::hasNoCyclesBetweenFeatures)),
        Arguments.of("upward", rule(ArchitectureTest::sharesWordsThatKnowNoFeature)),
        Arguments.of("mutable", rule(ArchitectureTest::changesNothing)),
        Arguments.of("mutable", rule(ArchitectureTest::decidesAndEvolvesByFunctions)));
  }

  private static Function<String, ArchRule> rule(Function<String, ArchRule> rule) {
    return rule;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void theDomainIsPure(String fixture, Function<String, ArchRule> rule) {
    rule.apply("info.powow.domain").check(DOMAIN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void whatIsNotIsFound(String fixture, Function<String, ArchRule> rule) {
    String root = "info.powow.fixture." + fixture;
    JavaClasses impure = new ClassFileImporter().importPackages(root);

    assertThat(rule.apply(root).evaluate(impure).hasViolation()).isTrue();
  }

  @Test
  void theDomainWasFound() {
    assertThat(DOMAIN.contain("info.powow.domain.conversation.Conversation")).isTrue();
  }

  private static ArchRule importsTheLanguageOnly(String root) {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    root + "..",
                    "java.lang..",
                    "java.math..",
                    "java.nio.charset..",
                    "java.security..",
                    "java.time..",
                    "java.util",
                    "java.util.function..",
                    "java.util.regex..",
                    "java.util.stream..",
                    "org.jspecify..")
                // The normal forms of Unicode: a pure function of text.
                .or(type(Normalizer.class))
                .or(type(Normalizer.Form.class))
                // Takes an address apart, and opens nothing.
                .or(type(URI.class))
                .or(type(URISyntaxException.class)))
        .because(
            "rules that know no framework, no store and no network are decided anywhere, tested in"
                + " milliseconds, and outlive what is around them");
  }

  private static ArchRule asksNoClockAndNoChance(String root) {
    DescribedPredicate<JavaAccess<?>> differing =
        describe(
            "differ each time",
            access -> {
              String owner = access.getTargetOwner().getFullName();
              String name = access.getTarget().getName();
              return WHAT_DIFFERS_EACH_TIME.contains(owner)
                  || (owner.startsWith("java.time.") && name.equals("now"))
                  || (owner.equals("java.lang.Math") && name.equals("random"))
                  || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                  || (owner.equals("java.util.Collections") && name.equals("shuffle"));
            });
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .accessTargetWhere(differing)
        .because("the same command on the same state is decided the same, also in a replay");
  }

  private static ArchRule hasNoCyclesBetweenFeatures(String root) {
    return slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .because("a feature that needs another one back cannot be understood or changed alone");
  }

  private static ArchRule sharesWordsThatKnowNoFeature(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + ".*..")
        .because("ids, keys and refusals are the ground that every feature stands on");
  }

  /// A timeline is not a state: one thread fills it with events and queries it.
  private static ArchRule changesNothing(String root) {
    return fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(root + "..")
        .and()
        .areDeclaredInClassesThat()
        .haveNameNotMatching(".*\\.(Timeline|DryRun)(\\$.*)?")
        .should()
        .beFinal()
        .because("a state that changes under somebody's hands is not what its events say");
  }

  private static ArchRule decidesAndEvolvesByFunctions(String root) {
    return methods()
        .that()
        .haveNameMatching("decide|evolve")
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage(root + "..")
        .should()
        .beStatic()
        .because("state goes in and events or a state come out, and nothing is kept in between");
  }
}
