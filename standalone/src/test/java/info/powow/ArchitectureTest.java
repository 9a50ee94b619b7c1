package info.powow;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The dependency rules of docs/architecture.md. The domain has a separate test for its purity.
///
/// Each rule is checked twice: against the project, and against a small fixture
/// (`info.powow.fixture`) that breaks it, to prove that the rule can fail.
class ArchitectureTest {
  private static final JavaClasses HOUSE = house();

  /// The allowed dependencies of each module.
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("domain", List.of()),
          Map.entry("tlog", List.of()),
          Map.entry("verify", List.of("tlog")),
          Map.entry("ops", List.of()),
          Map.entry("eventlog", List.of("domain", "ops", "tlog")),
          Map.entry("axon", List.of("domain", "eventlog", "ops")),
          Map.entry("projector", List.of("eventlog")),
          Map.entry("identity", List.of("domain", "ops")),
          Map.entry("http", List.of("domain", "identity")),
          Map.entry("images", List.of("domain", "ops")),
          Map.entry(
              "command",
              List.of("domain", "eventlog", "axon", "identity", "http", "images", "ops")),
          Map.entry("notify", List.of("domain", "eventlog", "axon", "identity", "http", "ops")),
          Map.entry(
              "audit", List.of("domain", "tlog", "eventlog", "axon", "identity", "http", "images")),
          Map.entry("analytics", List.of("domain", "eventlog", "axon", "identity", "http")),
          Map.entry("socket", List.of("domain", "eventlog", "axon", "identity", "http", "ops")),
          Map.entry("projection", List.of("domain", "eventlog", "projector", "ops")),
          Map.entry(
              "query",
              List.of(
                  "domain",
                  "tlog",
                  "eventlog",
                  "identity",
                  "http",
                  "images",
                  "projector",
                  "projection",
                  "ops")),
          Map.entry(
              "operator", List.of("domain", "eventlog", "identity", "http", "projector", "ops")),
          Map.entry("staff", List.of("http")),
          Map.entry("client", List.of()),
          Map.entry("web", List.of()));

  /// Reasons of the domain only: any other code that used them would implement a rule.
  private static final Set<String> REASONS_OF_THE_DOMAIN =
      Set.of(
          "EMPTY_MESSAGE",
          "INVALID_TEXT",
          "INVALID_NAME",
          "INVALID_HANDLE",
          "INVALID_EMOJI",
          "INVALID_TIME",
          "TEXT_TOO_LONG",
          "TOO_MANY_IMAGES",
          "TOO_MANY_MENTIONS",
          "TOO_MANY_REACTIONS",
          "TOO_MANY_PINS",
          "TOO_MANY_BLOCKED",
          "TOO_MANY_MUTED",
          "TOO_MANY_ARRANGED",
          "GROUP_FULL",
          "WITH_YOURSELF",
          "MEMBER_NOT_FOUND",
          "NOT_A_GROUP",
          "OF_A_GATHERING",
          "BANNED",
          "TOO_MANY_BANNED",
          "CONTACTS_ONLY",
          "INVITATIONS_DECLINED",
          "NOT_ALLOWED",
          "NOT_THE_AUTHOR",
          "LAST_OWNER",
          "BLOCKED",
          "BLOCKED_BY_YOU",
          "HANDLE_TAKEN",
          "HANDLE_RESERVED",
          "INVALID_PASSWORD",
          "WEAK_PASSWORD",
          "INVALID_TAG",
          "TOO_MANY_TAGS",
          "INVALID_SCHEDULE",
          "INVALID_CAPACITY",
          "INVALID_HOURS",
          "INVALID_CONTACT",
          "INVALID_DEVICE",
          "TOO_MANY_LEVELS",
          "GATHERING_FULL",
          "GATHERING_OVER",
          "GATHERING_CANCELLED",
          "NOT_THE_HOST",
          "NOT_A_SPEAKER",
          "LAST_SPEAKER");

  private static JavaClasses house() {
    ClassFileImporter importer =
        new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS);
    // Tools are not on the class path of this module: their classes are read from where they were
    // built.
    Stream<Location> tools =
        Stream.of("bench", "search-node", "verify")
            .map(module -> Path.of("..", module, "target", "classes"))
            .filter(Files::isDirectory)
            .map(Location::of);
    return importer.importLocations(
        Stream.concat(Locations.ofPackage("info.powow").stream(), tools).toList());
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of("decisions", rule(ArchitectureTest::onlyCommandsAreDecided)),
        Arguments.of("rules", rule(ArchitectureTest::onlyTheDomainHoldsRules)),
        Arguments.of("stores", rule(ArchitectureTest::onlyViewsTouchTheStoresOfViews)),
        Arguments.of("log", rule(ArchitectureTest::onlyTheLogTouchesItsEngine)),
        Arguments.of("axon", rule(ArchitectureTest::theLogAndItsReadersKnowNoAxon)),
        Arguments.of("offline", rule(ArchitectureTest::proofsNeedTheJdkAlone)),
        Arguments.of("machinery", rule(ArchitectureTest::theProjectorKnowsNoStoreOfViews)),
        Arguments.of("replay", rule(ArchitectureTest::aReplayCanHaveNoEffect)),
        Arguments.of("cycles", rule(ArchitectureTest::featuresHaveNoCycles)),
        Arguments.of("unmarked", rule(ArchitectureTest::everyPackageSaysWhatMayBeNull)),
        Arguments.of("names", rule(ArchitectureTest::namesSayWhatThingsAre)),
        Arguments.of("suffixes", rule(ArchitectureTest::recordsAreNotCalledAfterTheirKind)),
        Arguments.of("packages", rule(ArchitectureTest::packagesAreFeatures)),
        Arguments.of("clocks", rule(ArchitectureTest::clocksAreInjected)));
  }

  private static Function<String, ArchRule> rule(Function<String, ArchRule> rule) {
    return rule;
  }

  static Stream<String> modules() {
    return MAY_KNOW.keySet().stream().sorted();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void aModuleKnowsWhatItNeedsAndNoMore(String module) {
    knowsOnlyItsOwn("info.powow", module).check(HOUSE);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = "modules")
  void aRoomThatKnowsMoreIsFound(String fixture) {
    assertBroken(fixture, root -> knowsOnlyItsOwn(root, "socket"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void theHouseIsInOrder(String fixture, Function<String, ArchRule> rule) {
    rule.apply("info.powow").check(HOUSE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void whatIsNotInOrderIsFound(String fixture, Function<String, ArchRule> rule) {
    assertBroken(fixture, rule);
  }

  private static void assertBroken(String fixture, Function<String, ArchRule> rule) {
    String root = "info.powow.fixture." + fixture;
    JavaClasses broken = new ClassFileImporter().importPackages(root);

    assertThat(rule.apply(root).evaluate(broken).hasViolation()).isTrue();
  }

  private static ArchRule knowsOnlyItsOwn(String root, String module) {
    String[] known =
        Stream.concat(Stream.of(module), MAY_KNOW.getOrDefault(module, List.of()).stream())
            .map(each -> root + "." + each + "..")
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(root + "." + module + "..")
        .should()
        .onlyDependOnClassesThat(not(resideInAPackage(root + "..")).or(resideInAnyPackage(known)))
        .because(
            "the apps run apart from each other in a large deployment, and whoever changes a module"
                + " must know who can see it");
  }

  private static ArchRule onlyCommandsAreDecided(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        // Measures the time of decisions.
        .and()
        .resideOutsideOfPackages(root + ".domain..", root + ".command..", root + ".bench..")
        // Whether somebody is notified changes nothing, and is looked at again before it is done.
        .and()
        .resideOutsideOfPackage(root + ".notify..")
        .should()
        .accessTargetWhere(
            accessTo(
                "a decision of the domain",
                access ->
                    access.getTarget().getName().equals("decide")
                        && access.getTargetOwner().getPackageName().startsWith(root + ".domain")))
        .because("a decision holds only where one aggregate decides one command after the other");
  }

  private static ArchRule onlyTheDomainHoldsRules(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(root + ".domain..")
        .should()
        .accessTargetWhere(
            accessTo(
                "a reason of the domain",
                access ->
                    access.getTargetOwner().getName().equals("info.powow.domain.Reason")
                        && REASONS_OF_THE_DOMAIN.contains(access.getTarget().getName())))
        .because("a rule in a controller or a frame holds over one door and not over the other");
  }

  private static ArchRule onlyViewsTouchTheStoresOfViews(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackages(
            root + ".projection..",
            root + ".query..",
            // Bytes of pictures by hash: nothing that a decision could use.
            root + ".images.store..",
            // The outbox of notifications: a port of its own.
            root + ".notify.outbox..",
            // They run the stores, but do not query them.
            root + ".standalone..",
            root + ".searchnode..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.mongodb..", "org.bson..", "co.elastic..", "org.elasticsearch..", "de.bwaldvogel..")
        .because("a view may be deleted at any time: nothing may be decided or pushed from one");
  }

  private static ArchRule onlyTheLogTouchesItsEngine(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackages(
            root + ".eventlog..", root + ".notify.outbox..", root + ".projection.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.rocksdb..")
        .because("a deployment that outgrows the embedded log replaces it as a whole");
  }

  private static ArchRule theLogAndItsReadersKnowNoAxon(String root) {
    return noClasses()
        .that()
        .resideInAnyPackage(
            root + ".domain..",
            root + ".eventlog..",
            root + ".projector..",
            root + ".projection..",
            root + ".socket.push..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.axonframework..", "io.axoniq..")
        .because("everybody who follows the log reads the one EventSource, whichever store it is");
  }

  private static ArchRule proofsNeedTheJdkAlone(String root) {
    return classes()
        .that()
        .resideInAnyPackage(root + ".tlog..", root + ".verify..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            root + ".tlog..", root + ".verify..", "java..", "javax.crypto..", "org.jspecify..")
        .because("witnesses and auditors run it on machines that have nothing else of Powow");
  }

  private static ArchRule theProjectorKnowsNoStoreOfViews(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + ".projector..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.mongodb..", "org.bson..", "co.elastic..", "org.elasticsearch..", "org.rocksdb..")
        .because("it runs any projection, whatever that writes to");
  }

  private static ArchRule aReplayCanHaveNoEffect(String root) {
    return classes()
        .that()
        .resideInAPackage(root + ".analytics.replay.child..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    root + ".analytics.replay.child..",
                    root + ".analytics.replay.guard..",
                    root + ".domain..",
                    root + ".eventlog.engine..",
                    root + ".eventlog.json..",
                    root + ".eventlog.seal..",
                    "java.io..",
                    "java.lang..",
                    "java.nio.charset..",
                    "java.nio.file..",
                    "java.security..",
                    "java.time..",
                    "java.util..",
                    "javax.crypto..",
                    "com.fasterxml.jackson.annotation..",
                    "tools.jackson..",
                    "org.jspecify..")
                // Keys come one by one from the parent.
                .or(
                    nameMatching(
                        Pattern.quote(root + ".eventlog.keys.") + "(Root.*|KeysUnavailable)"))
                .and(not(nameMatching("java\\.lang\\.Process.*"))))
        .because(
            "what happened once must not happen again: a replay has no bus, no mail, no push, no"
                + " HTTP, no sockets and no key folder within reach");
  }

  private static ArchRule featuresHaveNoCycles(String root) {
    return slices()
        .matching(root + ".(*).(*)..")
        .should()
        .beFreeOfCycles()
        .because("a feature that needs another one back cannot be understood or changed alone");
  }

  private static ArchRule everyPackageSaysWhatMayBeNull(String root) {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(root + "..jmh_generated..")
        .should(
            new ArchCondition<JavaClass>("be in a @NullMarked package") {
              @Override
              public void check(JavaClass each, ConditionEvents events) {
                events.add(
                    new SimpleConditionEvent(
                        each,
                        each.getPackage().isAnnotatedWith(NullMarked.class),
                        each.getName() + " is in a package whose package-info says nothing"));
              }
            })
        .because("the compiler finds a null only where it was told to look");
  }

  private static ArchRule namesSayWhatThingsAre(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        // Here, "service" has its everyday meaning.
        .and()
        .resideOutsideOfPackages(root + "..publicservice..", root + "..nearby..")
        .should()
        .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Dto|DTO|Service)(\\$.*)?")
        .because("such a name says that somebody did not know what the thing is");
  }

  private static ArchRule recordsAreNotCalledAfterTheirKind(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .areRecords()
        .should()
        .haveNameMatching(".*(Command|Event)")
        .because("SendMessage and MessageSent say already what they are");
  }

  private static ArchRule packagesAreFeatures(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .resideInAnyPackage(
            root + "..common..",
            root + "..util..",
            root + "..utils..",
            root + "..helper..",
            root + "..service..",
            root + "..model..",
            root + "..dto..",
            root + "..impl..")
        .because("what is changed together stands together, under the word that people use for it");
  }

  private static ArchRule clocksAreInjected(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(root + ".bench..")
        .and()
        .haveSimpleNameNotEndingWith("Configuration")
        .should()
        .accessTargetWhere(
            accessTo(
                "the clock of the machine",
                access -> {
                  String owner = access.getTargetOwner().getName();
                  String name = access.getTarget().getName();
                  return (owner.startsWith("java.time.") && name.equals("now"))
                      || (owner.equals("java.time.Clock") && name.startsWith("system"))
                      || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"));
                }))
        .because("a test that cannot say what time it is waits, or fails at midnight");
  }

  private static DescribedPredicate<JavaAccess<?>> accessTo(
      String description, Predicate<JavaAccess<?>> predicate) {
    return describe(description, predicate);
  }
}
