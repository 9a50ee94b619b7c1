package info.powow.projection.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.PositionRange;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.MemoryLog;
import info.powow.projection.ViewsFixture;
import info.powow.projection.search.FoundMessages.Found;
import info.powow.projection.search.MessageQuery.Visible;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projection;
import info.powow.projector.Projector;
import info.powow.projector.ProjectorNode;
import info.powow.projector.ProjectorOptions;
import info.powow.projector.ViewFault;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageSearchIT {
  private static final Instant MORNING = Instant.parse("2026-01-01T08:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");

  private final SearchCluster cluster = new SearchCluster();
  private final SearchClient client = cluster.client(Duration.ofSeconds(20));
  private final MessageSearch search = new MessageSearch(client);
  private @Nullable RunningSearchNode node;

  private ConversationId chat = another();
  private MemoryLog log = new MemoryLog();
  private long position;

  @BeforeAll
  void startTheNode(@TempDir Path data) throws IOException {
    RunningSearchNode started = RunningSearchNode.start(data);
    node = started;
    cluster.found(List.of(started.address()), started.credentials());
  }

  @AfterAll
  void stopTheNode() throws IOException {
    cluster.close();
    if (node != null) {
      node.close();
    }
  }

  @BeforeEach
  void anotherConversation() {
    chat = another();
    log = new MemoryLog();
    position = 0;
  }

  // --- What is found -----------------------------------------------------------------------------

  @Test
  void aMessageIsFoundByItsWordsAndTheyAreShown() {
    sent(ADA, "The kettle is on");
    sent(BOB, "Which kettle?");
    sent(BOB, "On my way");
    projected();

    assertThat(texts("KETTLE")).containsExactly("Which kettle?", "The kettle is on");
    Found first = found("kettle on").messages().getFirst();
    assertThat(first.conversationId()).isEqualTo(chat);
    assertThat(first.position()).isZero();
    assertThat(first.sender()).isEqualTo(ADA);
    assertThat(first.at()).isEqualTo(MORNING);
    assertThat(highlighted(first)).containsExactly("kettle", "on");
  }

  @Test
  void theLastWordMayBeOnlyBegun() {
    sent(ADA, "The kettle is on");
    projected();

    assertThat(texts("the kett")).hasSize(1);
    assertThat(texts("kett the")).isEmpty();
  }

  @Test
  void wordsAreFoundInAnyScriptAndWithOrWithoutAccents() {
    sent(ADA, "Fête à la crêperie");
    sent(ADA, "水道局に電話した");
    sent(ADA, "Встреча у фонтана");
    sent(ADA, "קפה בשמונה");
    sent(ADA, "well done 👩‍🔬 again");
    projected();

    assertThat(texts("fete creperie")).containsExactly("Fête à la crêperie");
    assertThat(texts("CRÊPERIE")).hasSize(1);
    assertThat(texts("電話")).containsExactly("水道局に電話した");
    assertThat(highlighted(found("水道").messages().getFirst())).containsExactly("水道");
    assertThat(texts("фонтана")).hasSize(1);
    assertThat(texts("קפה")).hasSize(1);
    assertThat(texts("👩‍🔬")).hasSize(1);
  }

  @Test
  void accentsWithoutEndAreIndexedAtOnce() {
    // Invisible characters and half-width voicing marks become part of a sequence when normalised.
    List<String> marks =
        List.of(
            "\u0301\u0323".repeat(16_000),
            ("\u0301\u0323".repeat(15) + "\u00ad").repeat(1_000),
            ("\u0301\u0323".repeat(15) + "\ufeff").repeat(700),
            "\uff9e\u0334".repeat(12_000));
    for (int i = 0; i < 60; i++) {
      sent(ADA, "a" + marks.get(i % marks.size()) + " kettle" + i);
    }

    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> projected());
    assertThat(highlighted(found("kettle59").messages().getFirst())).containsExactly("kettle59");
  }

  /// Queries, and texts with a different spelling that they must find.
  @Test
  void wordsAreFoundHoweverTheyAreWritten() {
    Map<String, String> texts = new LinkedHashMap<>();
    // Accents in both normal forms, and in every script.
    texts.put("Tu\u0308r offen", "T\u00fcr");
    texts.put("Die T\u00fcren", "Tu\u0308ren");
    texts.put("cafe\u0301 cre\u0300me", "café crème");
    texts.put("Ελλάδα", "ελλαδα");
    texts.put("Σίσυφος", "ΣΊΣΥΦΟΣ");
    texts.put("ёжик в тумане", "ежик");
    texts.put("украї\u0301нська", "українська");
    texts.put("مُحَمَّدٌ", "محمد");
    texts.put("أحمد", "احمد");
    texts.put("الدوري", "الدورى");
    texts.put("کتاب می\u200cخواهم", "كتاب میخواهم");
    texts.put("שָׁלוֹם", "שלום");
    texts.put("हिन्दी", "हिंदी");
    texts.put("सम्बन्ध", "संबंध");
    texts.put("Đà Nẵng", "da nang");
    texts.put("Łódź i smørrebrød", "lodz smorrebrod");
    // Letters that other languages write differently.
    texts.put("İstanbul ve Diyarbakır", "istanbul diyarbakir");
    texts.put("DIYARBAKIR", "diyarbakır");
    texts.put("Hauptstraße", "HAUPTSTRASSE");
    texts.put("Hauptstrasse", "hauptstraße");
    texts.put("ﬁnden", "finden");
    texts.put("ＦＵＬＬ　ｗｉｄｔｈ", "full width");
    texts.put("ﾊﾟﾝ屋", "パン屋");
    texts.put("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글");
    texts.put("١٢٣", "123");
    // Invisible characters.
    texts.put("soft\u00adhyphen", "softhyphen");
    texts.put("zero\u200bwidth\u2060joined", "zerowidthjoined");
    texts.put("plainword", "plain\u00adword");
    // Words without blanks between them.
    texts.put("我喜欢猫", "猫");
    texts.put("你喜欢狗", "狗 喜欢");
    texts.put("雨が降る", "雨 降る");
    texts.put("一緒に海", "海");
    texts.put("명동 밥집에서 밥", "집");
    texts.put("東京tower見学", "tower");
    texts.put("ラーメン屋", "メン");
    // Katakana and Hiragana.
    texts.put("カタカナ", "かたかな");
    texts.put("らーめんたべたい", "ラーメン");
    texts.put("ﾊﾟﾌﾟﾘｶ", "ぱぷりか");
    texts.put("ヴァイオリン", "ゔぁいおりん");
    texts.put("ฉันชอบกินข้าวผัดมาก", "ข้าวผัด");
    texts.put("ຂ້ອຍກິນເຂົ້າ", "ເຂົ້າ");
    texts.put("ខ្ញុំស្រឡាញ់ភាសាខ្មែរ", "ខ្មែរ");
    texts.put("ကျွန်တော်မြန်မာ", "မြန်မာ");
    // After and inside punctuation.
    texts.put("l\u2019été dernier", "ete");
    texts.put("dell'Aquila", "aquila");
    texts.put("O\u2019Brien", "o'brien");
    texts.put("п'ять", "п’ять");
    texts.put("see_the_snake.case", "snake");
    texts.put("https://www.example.org/some/path-of?page=seven#fragment", "fragment");
    texts.put("http://sub.domain.example.com/x", "domain.example.com");
    texts.put("write to ada.l@mail.test", "mail.test");
    texts.put("(brackets)[corners]{curly}", "corners");
    texts.put("at 12:30, for 3.50", "12:30 3.50");
    texts.put("well done 👩\u200d🔬 again", "👩\u200d🔬");
    texts.put("thumbs 👍🏽 up", "👍");
    texts.put("love ❤", "❤\ufe0f");
    texts.keySet().forEach(text -> sent(ADA, text));
    projected();

    SoftAssertions all = new SoftAssertions();
    texts.forEach((text, typed) -> {
      List<Found> found = found(typed).messages();
      all.assertThat(found).as("“%s” in “%s”", typed, text).extracting(Found::text).contains(text);
      all.assertThat(found)
          .as("what is marked by “%s”", typed)
          .allSatisfy(message -> assertThat(message.highlights()).isNotEmpty());
    });
    all.assertAll();
  }

  @Test
  void whatIsTypedTogetherStandsTogether() {
    sent(ADA, "喜 and 欢 apart");
    sent(ADA, "org first, then example");
    sent(ADA, "ว่า ข้า");
    sent(ADA, "ハンとバン");
    projected();

    assertThat(texts("喜欢")).isEmpty();
    assertThat(texts("example.org")).isEmpty();
    assertThat(texts("ข้าว")).isEmpty();
    assertThat(texts("ぱん")).isEmpty();
    assertThat(texts("欢 喜")).hasSize(1);
  }

  @Test
  void anAddressIsFoundWhileItIsTyped() {
    sent(ADA, "see https://www.neighbours.example/garden");
    projected();

    for (String typed :
        List.of("www.neigh", "neighbours.", "neighbours.ex", "https://www.n", "example/gard")) {
      assertThat(texts(typed)).as(typed).hasSize(1);
    }
  }

  @Test
  void whatIsMarkedIsWhatWasFoundInWholeCharacters() {
    sent(ADA, "the 👩\u200d🔬 of 🇩🇪🇫🇷 at e\u0301cole, ㍿ and 我喜欢猫");
    projected();

    assertThat(marked("👩")).containsExactly("👩\u200d🔬");
    assertThat(marked("🇫🇷")).containsExactly("🇫🇷");
    assertThat(marked("ecole")).containsExactly("e\u0301cole");
    assertThat(marked("株")).containsExactly("㍿");
    assertThat(marked("喜欢猫")).containsExactly("喜欢猫");
  }

  private List<String> marked(String typed) {
    return highlighted(found(typed).messages().getFirst());
  }

  @Test
  void signsAloneFindNothing() {
    sent(ADA, "signs: * . € ʼ \u0301 !?");
    projected();

    for (String typed : List.of("*", ".", "€", "ʼ", "\u0301", "!?", "\u200b", "#", "ˆ")) {
      assertThat(texts(typed)).as(typed).isEmpty();
    }
    assertThat(texts("signs * !")).hasSize(1);
  }

  /// What an Elasticsearch without the plugin `analysis-icu` can do.
  @Test
  void withoutIcuAccentsOfLatinLettersAndWordsWithoutBlanksAreFoundAllTheSame() {
    noIndex();
    String definition = Analysis.PLAIN.in(SearchIndex.read(MessageDocument.class, "messages.json"));
    client.ask(elasticsearch ->
        elasticsearch
            .indices()
            .create(request ->
                request
                    .index("powow-messages-" + MessageIndex.VERSION)
                    .withJson(new StringReader(definition))));
    sent(ADA, "Tu\u0308r, soft\u00adhyphen, 我喜欢猫, example.org");
    projected();

    for (String typed : List.of("tur", "softhyphen", "猫", "喜欢", "example", "example.org")) {
      assertThat(texts(typed)).as(typed).hasSize(1);
    }
    noIndex();
  }

  @Test
  void theNewestIsFirstWhateverTheClocksSaid() {
    log.append(message(chat, 0, ADA, "tea of a clock that is fast", MORNING.plusSeconds(3_600)));
    log.append(message(chat, 1, ADA, "tea of a clock that is right", MORNING));
    projected();

    assertThat(texts("tea"))
        .containsExactly("tea of a clock that is right", "tea of a clock that is fast");
  }

  @Test
  void whatLooksLikeAQueryLanguageIsOnlyWords() {
    sent(ADA, "one OR two");
    sent(ADA, "three");
    projected();

    assertThat(texts("three OR one")).isEmpty();
    assertThat(texts("text:three")).isEmpty();
    assertThat(texts("*")).isEmpty();
    assertThat(texts("thr*e")).isEmpty();
    assertThat(texts("\"one OR two\"")).hasSize(1);
    assertThat(texts("{\"match_all\":{}}")).isEmpty();
  }

  @Test
  void aTextCannotForgeItsHighlights() {
    sent(ADA, "<em>kettle</em> & <b>co</b>");
    projected();

    Found found = found("kettle").messages().getFirst();
    assertThat(found.text()).isEqualTo("<em>kettle</em> & <b>co</b>");
    assertThat(highlighted(found)).containsExactly("kettle");
  }

  @Test
  void theLongestTextIsFoundByItsLastWord() {
    sent(ADA, "word ".repeat(13_000) + "needle");
    projected();

    assertThat(highlighted(found("needle").messages().getFirst())).containsExactly("needle");
  }

  // --- Visibility --------------------------------------------------------------------------------

  @Test
  void onlyThePartsThatOneMaySeeAreSearched() {
    IntStream.range(0, 10).forEach(i -> sent(ADA, "tea " + i));
    projected();

    assertThat(texts("tea", part(new PositionRange(2, 3), PositionRange.startingAt(8))))
        .containsExactly("tea 9", "tea 8", "tea 3", "tea 2");
    assertThat(texts("tea", part())).isEmpty();
    assertThat(search.find(query("tea", List.of(), null, null, null, 10)).messages()).isEmpty();
  }

  @Test
  void nothingOfOtherConversationsIsFound() {
    sent(ADA, "tea");
    ConversationId other = another();
    sentIn(other, ADA, "tea elsewhere");
    projected();

    assertThat(texts("tea")).containsExactly("tea");
    assertThat(
            search
                .find(
                    query(
                        "tea",
                        List.of(whole(), new Visible(other, List.of(PositionRange.startingAt(0)))),
                        null,
                        null,
                        null,
                        10))
                .messages())
        .hasSize(2);
  }

  @Test
  void whoIsInThousandsOfGroupsStillFindsWhatTheySee() {
    sent(ADA, "tea of before");
    sent(ADA, "tea in my own group");
    ConversationId other = another();
    sentIn(other, ADA, "tea elsewhere");
    projected();

    List<Visible> within = new ArrayList<>();
    within.add(part(PositionRange.startingAt(1)));
    for (int i = 0; i < 2_500; i++) {
      within.add(
          new Visible(new ConversationId("spam" + i), List.of(PositionRange.startingAt(i + 1))));
    }
    within.add(new Visible(other, List.of(PositionRange.startingAt(0))));

    assertThat(found(query("tea", within, null, null, null, 10)))
        .containsExactlyInAnyOrder("tea elsewhere", "tea in my own group");
    FoundMessages first = search.find(query("tea", within, null, null, null, 1));
    assertThat(first.messages()).hasSize(1);
    assertThat(search.find(query("tea", within, null, null, first.next(), 1)).messages())
        .hasSize(1)
        .doesNotContainAnyElementsOf(first.messages());
  }

  @Test
  void aPageOfLongTextsEndsEarlyAndGoesOn() {
    String longText = "tea " + "x".repeat(60_000);
    IntStream.range(0, 20).forEach(_ -> sent(ADA, longText));
    projected();

    FoundMessages first = search.find(query("tea", List.of(whole()), null, null, null, 20));
    assertThat(first.messages()).hasSizeBetween(5, 12);
    FoundMessages second =
        search.find(query("tea", List.of(whole()), null, null, first.next(), 20));
    assertThat(second.messages().getFirst().position())
        .isEqualTo(first.messages().getLast().position() - 1);
  }

  // --- Narrowing and paging ----------------------------------------------------------------------

  @Test
  void aSearchIsNarrowedToASenderAndToATime() {
    sent(ADA, "tea at eight");
    sent(BOB, "tea at nine");
    sent(ADA, "tea at ten");
    projected();

    assertThat(found(query("tea", List.of(whole()), ADA, null, null, 10)))
        .containsExactly("tea at ten", "tea at eight");
    assertThat(found(query("tea", List.of(whole()), null, MORNING.plusSeconds(2), null, 10)))
        .containsExactly("tea at nine", "tea at eight");
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() {
    IntStream.range(0, 25).forEach(i -> sent(ADA, "tea " + i));
    projected();

    List<String> all = new ArrayList<>();
    FoundPlace next = null;
    int pages = 0;
    do {
      FoundMessages page = search.find(query("tea", List.of(whole()), null, null, next, 10));
      page.messages().forEach(message -> all.add(message.text()));
      next = page.next();
      pages++;
    } while (next != null);

    assertThat(pages).isEqualTo(3);
    assertThat(all).isEqualTo(IntStream.range(0, 25).mapToObj(i -> "tea " + i).toList().reversed());
  }

  // --- Messages as they are now ------------------------------------------------------------------

  @Test
  void anEditedMessageIsFoundByItsNewWordsOnly() {
    sent(ADA, "The kettle is on");
    happened(new MessageEdited(chat, 0, "The stove is on", null, ADA, MORNING));
    projected();

    assertThat(texts("kettle")).isEmpty();
    assertThat(texts("stove")).hasSize(1);
    assertThat(found("stove").messages().getFirst().at()).isEqualTo(MORNING);
  }

  @Test
  void aMessageIsEditedLongAfterItWasWritten() {
    sent(ADA, "The kettle is on");
    projected();
    happened(new MessageEdited(chat, 0, "The stove is on", null, ADA, MORNING.plusSeconds(99)));
    projected(log.all().subList(1, 2));

    assertThat(texts("kettle")).isEmpty();
    Found edited = found("stove").messages().getFirst();
    assertThat(edited.at()).isEqualTo(MORNING);
    assertThat(edited.sender()).isEqualTo(ADA);
  }

  @Test
  void aDeletedMessageIsNotFoundAndDoesNotComeBack() {
    sent(ADA, "The kettle is on");
    happened(new MessageEdited(chat, 0, "The kettle is off", null, ADA, MORNING));
    happened(new MessageDeleted(chat, 0, ADA, MORNING));
    projected();
    assertThat(texts("kettle")).isEmpty();

    projected(log.all().subList(0, 1));
    projected(log.all().subList(1, 2));

    assertThat(texts("kettle")).isEmpty();
  }

  @Test
  void deliveredTwiceIsTheSameAsOnce() {
    sent(ADA, "one tea");
    happened(new ReactionAdded(chat, 0, "👍", BOB, MORNING));
    happened(new MessageEdited(chat, 0, "two teas", null, ADA, MORNING));
    sent(BOB, "three teas");
    happened(new MessageDeleted(chat, 3, BOB, MORNING));
    projected();
    List<String> once = texts("te");

    projected();

    assertThat(texts("te")).isEqualTo(once).containsExactly("two teas");
  }

  @Test
  void anEditOfWhatIsNotThereStopsOnlyItsConversation() {
    Projection.Sink sink = projection().newSink();
    projection().position(0, 1);
    happened(new MessageEdited(chat, 3, "never sent", null, ADA, MORNING));
    LoggedEvent edit = log.all().getFirst();
    sink.load(List.of(edit));

    assertThatThrownBy(() -> sink.apply(edit)).isInstanceOf(ViewFault.class);
    assertThat(sink.pending()).isZero();
  }

  // --- Records of the projection -----------------------------------------------------------------

  @Test
  void theIndexRemembersItsPlaceAndItsDeadLetters() {
    noIndex();
    IndexProjection projection = projection();
    DeadLetter letter = new DeadLetter("chat", 7, 70, "a fault", MORNING);
    assertThat(projection.position(0, 1)).isZero();

    projection.savePosition(0, 1, 42);
    projection.park(letter);

    IndexProjection afterARestart = projection();
    assertThat(afterARestart.position(0, 1)).isEqualTo(42);
    assertThat(afterARestart.deadLetters()).containsExactly(letter);
    afterARestart.release("chat");
    assertThat(afterARestart.deadLetters()).isEmpty();
  }

  @Test
  void anIndexThatIsBeingFilledIsNotSearchedBeforeItHasCaughtUp() {
    noIndex();
    sent(ADA, "tea");
    sent(ADA, "and cake");
    IndexProjection projection = projection();
    assertThat(projection.position(0, 1)).isZero();
    project(projection, log.all());
    projection.savePosition(0, 1, 1);
    assertThatThrownBy(() -> found("tea")).isInstanceOf(SearchUnavailable.class);

    projection.savePosition(0, 1, 2);

    assertThat(texts("tea")).hasSize(1);
  }

  @Test
  void anOlderIndexIsSearchedUntilTheNewOneHasCaughtUpAndIsThenGone() {
    noIndex();
    client.ask(elasticsearch ->
        elasticsearch
            .indices()
            .create(
                request -> request.index("powow-messages-0").aliases("powow-messages", a -> a)));
    sent(ADA, "tea");
    IndexProjection projection = projection();
    projection.position(0, 1);
    assertThat(servedIndexes()).containsExactly("powow-messages-0");

    projection.savePosition(0, 1, 1);

    assertThat(servedIndexes()).containsExactly("powow-messages-" + MessageIndex.VERSION);
    boolean oldOneExists =
        client.ask(elasticsearch ->
            elasticsearch.indices().exists(request -> request.index("powow-messages-0")).value());
    assertThat(oldOneExists).isFalse();
  }

  @Test
  void anIndexIsFilledAnewBesideTheLiveOneAndTakesItsPlace() {
    noIndex();
    sent(ADA, "tea");
    sent(ADA, "and cake");
    projected();
    String lost = MessageDocument.id(chat.value(), 0);
    client.ask(
        elasticsearch -> elasticsearch.delete(request -> request.index("powow-messages").id(lost)));
    IndexProjection projection = projection();
    projection.position(0, 1);
    IndexRebuild<?> rebuild = projection.rebuilds(Clock.systemUTC()).getFirst();

    rebuild.run();

    assertThat(rebuild.status().last()).isEqualTo(new IndexRebuild.Difference(1, 2, 2, 1));
    assertThat(servedIndexes()).containsExactly("powow-messages-" + MessageIndex.VERSION + "-1");
    assertThat(texts("tea")).hasSize(1);
    // It continues from there, also after a restart.
    sent(ADA, "more tea");
    projected();
    assertThat(texts("tea")).hasSize(2);
    assertThat(projection().position(0, 1)).isEqualTo(3);
  }

  @Test
  void whatAnotherNodeWritesWhileAnIndexIsFilledAnewIsNotLost() throws Exception {
    noIndex();
    sent(ADA, "tea");
    try (ViewsFixture claims = new ViewsFixture();
        Projector writing =
            claims.projector(
                projection(), log, ProjectorOptions.DEFAULT.withSegments(1), node(claims))) {
      writing.start();
      assertThat(writing.awaitReached(log.head(), TIMEOUT)).isTrue();
      AtomicInteger asked = new AtomicInteger();
      // On a node that does not write itself: when it reaches the head, the other one writes more.
      EventSource observed =
          new EventSource() {
            @Override
            public long head() {
              if (asked.incrementAndGet() == 2) {
                sent(ADA, "more tea");
                reached(writing);
              }
              return log.head();
            }

            @Override
            public @Nullable String epoch() {
              return log.epoch();
            }

            @Override
            public Cursor openAfter(long index) {
              return log.openAfter(index);
            }

            @Override
            public List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
              return log.read(stream, fromSequence, maxCount);
            }

            @Override
            public OptionalLong lastSequence(String stream) {
              return log.lastSequence(stream);
            }
          };

      projection(observed).rebuilds(Clock.systemUTC()).getFirst().run();

      refresh();
      assertThat(servedIndexes()).containsExactly("powow-messages-" + MessageIndex.VERSION + "-1");
      assertThat(texts("tea")).hasSize(2);
      // The other node notices when it writes, and continues there.
      sent(ADA, "last tea");
      reached(writing);
      refresh();
      assertThat(texts("tea")).hasSize(3);
      happened(new MessageEdited(chat, 2, "coffee", null, ADA, MORNING));
      reached(writing);
      refresh();
      assertThat(texts("tea")).hasSize(2);
    }
    assertThat(projection().position(0, 1)).isEqualTo(log.head());
  }

  private void reached(Projector projector) {
    try {
      assertThat(projector.awaitReached(log.head(), TIMEOUT)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ProjectorNode node(ViewsFixture claims) {
    return new ProjectorNode("writing", ProjectorNode.LEASE, claims.store()::claims);
  }

  @Test
  void nodesOfAnotherVersionShareNoWork() {
    assertThat(projection().edition()).isEqualTo("search-" + MessageIndex.VERSION);
  }

  private void noIndex() {
    client.ask(elasticsearch ->
        elasticsearch
            .indices()
            .delete(request ->
                request
                    .index(
                        "powow-messages-0",
                        "powow-messages-" + MessageIndex.VERSION,
                        "powow-messages-" + MessageIndex.VERSION + "-1")
                    .ignoreUnavailable(true)));
  }

  // --- Helpers -----------------------------------------------------------------------------------

  private void sent(PersonId sender, String text) {
    happened(message(chat, position, sender, text));
  }

  private void sentIn(ConversationId conversation, PersonId sender, String text) {
    log.append(message(conversation, 0, sender, text));
  }

  private static ConversationId another() {
    return new ConversationId(UUID.randomUUID().toString());
  }

  private static MessageSent message(
      ConversationId conversation, long at, PersonId sender, String text) {
    return message(conversation, at, sender, text, MORNING.plusSeconds(at));
  }

  private static MessageSent message(
      ConversationId conversation, long position, PersonId sender, String text, Instant at) {
    return new MessageSent(
        conversation,
        new CommandKey("key" + position),
        sender,
        text,
        List.of(),
        List.of(),
        null,
        List.of(),
        at);
  }

  private void happened(ConversationEvent event) {
    log.append(event);
    position++;
  }

  private void projected() {
    projected(log.all());
  }

  private void projected(List<LoggedEvent> events) {
    IndexProjection projection = projection();
    projection.position(0, 1);
    project(projection, events);
    projection.savePosition(0, 1, log.head());
  }

  private void project(IndexProjection projection, List<LoggedEvent> events) {
    Projection.Sink sink = projection.newSink();
    sink.load(events);
    events.forEach(sink::apply);
    sink.flush();
    assertThat(sink.pending()).isZero();
    refresh();
  }

  private void refresh() {
    client.ask(
        elasticsearch -> elasticsearch.indices().refresh(request -> request.index("powow-*")));
  }

  private IndexProjection projection() {
    return projection(log);
  }

  private IndexProjection projection(EventSource source) {
    return new IndexProjection(
        "search",
        cluster,
        source,
        List.of(new IndexProjection.Part<>(MessageIndex.in(client), MessageSink::new)));
  }

  private List<String> servedIndexes() {
    return client.ask(elasticsearch ->
        List.copyOf(
            elasticsearch
                .indices()
                .getAlias(request -> request.name("powow-messages"))
                .aliases()
                .keySet()));
  }

  private Visible whole() {
    return part(PositionRange.startingAt(0));
  }

  private Visible part(PositionRange... ranges) {
    return new Visible(chat, List.of(ranges));
  }

  private static MessageQuery query(
      String words,
      List<Visible> within,
      @Nullable PersonId sender,
      @Nullable Instant before,
      @Nullable FoundPlace after,
      int limit) {
    return new MessageQuery(words, within, sender, before, after, limit);
  }

  private FoundMessages found(String words) {
    return search.find(query(words, List.of(whole()), null, null, null, 10));
  }

  private List<String> found(MessageQuery query) {
    return search.find(query).messages().stream().map(Found::text).toList();
  }

  private List<String> texts(String words) {
    return texts(words, whole());
  }

  private List<String> texts(String words, Visible visible) {
    return found(query(words, List.of(visible), null, null, null, 10));
  }

  private static List<String> highlighted(Found found) {
    return found.highlights().stream()
        .map(place -> found.text().substring(place.start(), place.end()))
        .toList();
  }
}
