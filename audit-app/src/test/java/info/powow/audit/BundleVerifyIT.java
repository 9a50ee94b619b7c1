package info.powow.audit;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CaseId;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.domain.audit.CaseEvent.CaseOpened;
import info.powow.domain.audit.CaseScope;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.eventlog.EventDecoder;
import info.powow.eventlog.LogEventSource;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogObserver;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.MasterKey;
import info.powow.eventlog.seal.PersonalFields;
import info.powow.eventlog.seal.Sealing;
import info.powow.eventlog.transparency.CheckpointKeys;
import info.powow.eventlog.transparency.EventProofs;
import info.powow.eventlog.transparency.TransparencyLog;
import info.powow.tlog.SignatureType;
import info.powow.tlog.SigningKey;
import info.powow.verify.VerifyTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Bundles of a real log on the disk, as somebody verifies them who trusts neither it nor its server.
@Timeout(120)
class BundleVerifyIT {
  private static final EventTypes TYPES = EventTypes.ofPowow();
  private static final EventJson JSON = new EventJson(TYPES);
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final ConversationId GROUP = new ConversationId("group");
  private static final ConversationId OTHER = new ConversationId("other");
  private static final CaseId CASE = new CaseId("case1");
  private static final byte[] PIXELS = "not really a picture".getBytes(StandardCharsets.UTF_8);

  private final MemoryImages images = new MemoryImages();
  @TempDir private Path folder;
  private Sealing sealing;
  private EventLog log;
  private LogEventSource source;
  private TransparencyLog transparency;
  private List<SigningKey> keys;
  private int written;

  // Not in the constructor: JUnit makes an instance for a disabled test too, and then closes
  // nothing.
  private void open() {
    Path keyFolder = folder.resolve("keys");
    sealing =
        new Sealing(
            PersonalFields.of(TYPES),
            KeyFolder.open(keyFolder, MasterKey.of(null, null, keyFolder), CLOCK));
    log = EventLog.open(EventLogOptions.in(folder.resolve("log")), EventLogObserver.NONE, sealing);
    source = new LogEventSource(log, decoder());
    keys = CheckpointKeys.open(keyFolder, sealing, "powow/" + log.epoch());
    transparency =
        new TransparencyLog(
            log, sealing, keys, folder.resolve("tlog"), Duration.ofMillis(1), false, CLOCK);
    transparency.start();
  }

  private static EventDecoder decoder() {
    return stored -> JSON.decode(stored.type(), stored.payload());
  }

  @AfterEach
  void close() {
    transparency.close();
    log.close();
  }

  private static Instant minute(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private void append(String stream, Object event, Instant at) {
    String type = TYPES.nameOf(event.getClass());
    log.append(
            List.of(
                Entry.of(
                    stream,
                    "Test",
                    log.lastSequence(stream).orElse(-1) + 1,
                    new UUID(7, written++).toString(),
                    at,
                    type,
                    TYPES.revisionOf(type),
                    JSON.encode(event),
                    new byte[0])))
        .join();
  }

  private void say(ConversationId where, PersonId who, String text, int minute, Picture... shown) {
    append(
        where.value(),
        new MessageSent(
            where,
            new CommandKey("k" + written),
            who,
            text,
            List.of(shown).stream().map(Picture::imageId).toList(),
            List.of(shown),
            null,
            List.of(),
            minute(minute)),
        minute(minute));
  }

  private static Picture picture(String id, byte[] bytes) {
    return new Picture(
        new ImageId(id),
        new ContentHash(HexFormat.of().formatHex(BundleZip.sha256().digest(bytes))),
        ImageFormat.JPEG,
        4,
        3,
        "AAAA");
  }

  @BeforeEach
  void talk() throws IOException {
    open();
    append("ada", new ProfileCreated(ADA, new Handle("ada_l"), "Ada", NOON), NOON);
    append("bob", new ProfileCreated(BOB, new Handle("bob_m"), "Bob <script>", NOON), NOON);
    append(
        "group",
        new GroupCreated(
            GROUP, new CommandKey("k"), ADA, "Allotment", List.of(ADA, BOB), false, false, NOON),
        NOON);
    say(GROUP, ADA, "At \"seven\", by the old oak tree", 1);
    say(OTHER, ADA, "a secret elsewhere", 2);
    say(GROUP, BOB, "I bring beans", 3);
    say(GROUP, ADA, "Look", 4, picture("i1", PIXELS));
    images.put(picture("i1", PIXELS).hash(), PIXELS);
    append("group", new MessageEdited(GROUP, 1, "At six", null, ADA, minute(5)), minute(5));
    say(OTHER, BOB, "another secret", 6);
    append("group", new MessageDeleted(GROUP, 2, BOB, minute(7)), minute(7));
    say(GROUP, ADA, "=1+1", 8);
  }

  private static BundleRequest request(@Nullable Instant from, @Nullable Instant to) {
    return new BundleRequest(
        List.of(GROUP), List.of(), from, to, Set.of(BundleRequest.Format.values()));
  }

  private Path bundle(BundleRequest request) throws Exception {
    return bundle(request, new EventProofs(log, sealing, transparency), null);
  }

  private BundleWriter.@Nullable Made made;

  private Path bundle(
      BundleRequest request, @Nullable EventProofs proofs, @Nullable BundleMade previous)
      throws Exception {
    Path file = folder.resolve("bundle" + written++ + ".zip");
    List<BundledConversation> found = new ArrayList<>();
    for (ConversationId id : request.conversations()) {
      found.add(BundledConversation.find(source, id, request.from(), request.to()));
    }
    made =
        new BundleWriter(source, proofs, images, new HeldWords(source, null))
            .write(
                new BundleWriter.About(
                    "b1",
                    CASE,
                    new CaseOpened(
                        CASE,
                        ADA,
                        "Who was told",
                        "Court order",
                        new CaseScope(List.of(GROUP), List.of()),
                        NOON.plusSeconds(99),
                        false,
                        NOON),
                    ADA,
                    NOON,
                    previous),
                request,
                found,
                file,
                BundleZip.MAX_BYTES,
                _ -> {});
    return file;
  }

  private String key() {
    return keys.getFirst().verifier().toString();
  }

  private record Verdict(int code, String text) {}

  private static Verdict verify(Path bundle, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] arguments = new String[options.length + 1];
    arguments[0] = bundle.toString();
    System.arraycopy(options, 0, arguments, 1, options.length);
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code = new VerifyTool(print, print).run(arguments);
    return new Verdict(code, out.toString(StandardCharsets.UTF_8));
  }

  private Verdict verify(Path bundle) {
    return verify(bundle, "--key", key());
  }

  @Test
  void aWholeConversationIsProved() throws Exception {
    Path bundle = bundle(request(null, null));
    Verdict verdict = verify(bundle);

    assertThat(verdict.text())
        .contains("from position 0 to 6: 7 events are disclosed, of 0 the words were erased")
        .contains("That nothing followed position 6 of conversation group")
        .endsWith("Result: good\n");
    assertThat(verdict.code()).isZero();
    assertThat(verify(bundle, "--key", key(), "--json").text())
        .startsWith("{\"result\":\"good\"")
        .endsWith("}\n");
    assertThat(Files.readString(bundle, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
  }

  @Test
  void withoutAKeyTheResultIsIncomplete() throws Exception {
    Verdict verdict = verify(bundle(request(null, null)));
    Verdict keyless = verify(folder.resolve("bundle" + (written - 1) + ".zip"), new String[0]);

    assertThat(verdict.code()).isZero();
    assertThat(keyless.code()).isEqualTo(VerifyTool.INCOMPLETE);
    assertThat(keyless.text()).contains("No key was given").contains(key());
  }

  @Test
  void theKeyOfSomebodyElseProvesNothing() throws Exception {
    SigningKey other = SigningKey.make(keys.getFirst().verifier().name(), SignatureType.ED25519);
    Verdict verdict = verify(bundle(request(null, null)), "--key", other.verifier().toString());

    assertThat(verdict.code()).isEqualTo(VerifyTool.BAD);
    assertThat(verdict.text()).contains("manifest.sig").doesNotContain("Proved");
  }

  @Test
  void withinARangeItsNeighboursShowThatNothingIsLeftOut() throws Exception {
    Verdict verdict = verify(bundle(request(minute(3), minute(5))));

    assertThat(verdict.text())
        .contains("from position 2 to 4: 3 events are disclosed")
        .contains("the event before these is of 2026-11-29T12:01:00Z")
        .contains("the event after these is of 2026-11-29T12:07:00Z");
    assertThat(verdict.code()).isZero();
  }

  @Test
  void anEmptyRangeIsABundleToo() throws Exception {
    assertThat(verify(bundle(request(minute(100), null))).code()).isZero();
    assertThat(verify(bundle(request(null, minute(-100)))).code()).isZero();
  }

  @Test
  void erasedWordsAreGoneAndStillCounted() throws Exception {
    sealing.destroy("bob");
    close();
    // As after a restart, when nothing is in memory any more.
    EventLog again =
        EventLog.open(EventLogOptions.in(folder.resolve("log")), EventLogObserver.NONE, sealing);
    try (again;
        TransparencyLog tree =
            new TransparencyLog(
                again, sealing, keys, folder.resolve("tlog"), Duration.ofMillis(1), false, CLOCK)) {
      tree.start();
      Path file = folder.resolve("erased.zip");
      LogEventSource reopened = new LogEventSource(again, decoder());
      new BundleWriter(
              reopened,
              new EventProofs(again, sealing, tree),
              images,
              new HeldWords(reopened, null))
          .write(
              new BundleWriter.About(
                  "b1",
                  CASE,
                  new CaseOpened(
                      CASE,
                      ADA,
                      "p",
                      "b",
                      new CaseScope(List.of(GROUP), List.of()),
                      NOON,
                      false,
                      NOON),
                  ADA,
                  NOON,
                  null),
              request(null, null),
              List.of(BundledConversation.find(reopened, GROUP, null, null)),
              file,
              BundleZip.MAX_BYTES,
              _ -> {});

      Verdict verdict = verify(file);
      assertThat(verdict.text()).contains("6 events are disclosed, of 1 the words were erased");
      assertThat(verdict.code()).isZero();
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
          .doesNotContain("beans")
          .doesNotContain("bob_m")
          .contains("the words were erased since");
    }
  }

  @Test
  void aMissingPictureIsALineThatSaysSo() throws Exception {
    images.clear();
    Verdict verdict = verify(bundle(request(null, null)));

    assertThat(verdict.code()).isEqualTo(VerifyTool.INCOMPLETE);
    assertThat(verdict.text()).contains("position 3 is missing: its bytes are not stored any more");
  }

  @Test
  void withoutATransparencyLogTheBundleSaysSo() throws Exception {
    Verdict verdict = verify(bundle(request(null, null), null, null), new String[0]);

    assertThat(verdict.code()).as(verdict.text()).isEqualTo(VerifyTool.INCOMPLETE);
    assertThat(verdict.text()).contains("There was no transparency log").doesNotContain("Proved");
  }

  @Test
  void theLogContinuesThatOfTheBundleBefore() throws Exception {
    Path first = bundle(request(null, null));
    BundleWriter.Made before = made;
    assertThat(before).isNotNull();
    say(GROUP, ADA, "more", 9);
    BundleMade record =
        new BundleMade(
            CASE,
            ADA,
            "t",
            "b0",
            "q",
            java.util.Objects.requireNonNull(before).index(),
            before.events(),
            before.bytes(),
            before.hash(),
            before.treeSize(),
            before.treeRoot(),
            NOON);
    Path second = bundle(request(null, null), new EventProofs(log, sealing, transparency), record);

    assertThat(verify(first).text()).doesNotContain("continues");
    assertThat(verify(second).text()).contains("The log continues that of bundle b0");
    assertThat(verify(second).code()).isZero();
  }

  @Test
  void otherProgramsCanReadTheFile() throws Exception {
    Path bundle = bundle(request(null, null));
    List<String> streamed = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(bundle))) {
      for (ZipEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
        streamed.add(each.getName());
        in.readAllBytes();
      }
    }
    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName)).containsExactlyElementsOf(streamed);
      assertThat(streamed)
          .contains("timeline.html", "messages.csv", "messages.eml/group.1.eml", "README.txt")
          .endsWith("manifest.json", "manifest.sig");
      assertThat(text(zip, "timeline.html"))
          .contains("Bob &lt;script&gt;")
          .doesNotContain("<script")
          .contains("by the old oak tree")
          .contains("changed message 1 to")
          .contains("deleted message 2");
      assertThat(text(zip, "messages.csv")).contains("\"'=1+1\"");
      assertThat(text(zip, "messages.eml/group.4.eml"))
          .contains("In-Reply-To: <group.1@powow.invalid>\r\n");
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    return new String(
        zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  // --- somebody changes it ---

  @Test
  void anyByteThatIsFlippedIsFound() throws Exception {
    Path bundle = bundle(request(minute(1), minute(7)));
    byte[] whole = Files.readAllBytes(bundle);
    Path changed = folder.resolve("changed.zip");
    Random random = new Random(20_261_129);
    int tried = 0;
    for (int at = random.nextInt(99); at < whole.length; at += 1 + random.nextInt(99)) {
      byte[] other = whole.clone();
      other[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(changed, other);
      Verdict verdict = verify(changed);
      assertThat(verdict.code()).as("byte %d of %d", at, whole.length).isEqualTo(VerifyTool.BAD);
      assertThat(verdict.text()).contains("Bad:").doesNotContain("Proved");
      tried++;
    }
    assertThat(tried).isGreaterThan(100);
  }

  @Test
  void theFileCutOffAnywhereIsFound() throws Exception {
    byte[] whole = Files.readAllBytes(bundle(request(null, null)));
    Path changed = folder.resolve("changed.zip");
    for (int length :
        new int[] {0, 1, 21, 22, whole.length / 3, whole.length / 2, whole.length - 1}) {
      Files.write(changed, java.util.Arrays.copyOf(whole, length));
      assertThat(verify(changed).text()).contains("the file is cut off, or is no bundle");
    }
    Files.write(changed, java.util.Arrays.copyOf(whole, whole.length + 1));
    assertThat(verify(changed).code()).isEqualTo(VerifyTool.BAD);
  }

  /// Somebody who can pack the file again, and even make its manifest fit, but has no key.
  private Verdict repacked(String name, java.util.function.UnaryOperator<List<String>> change)
      throws Exception {
    Path bundle = bundle(request(null, null));
    Path changed = folder.resolve("repacked" + written++ + ".zip");
    try (ZipFile zip = new ZipFile(bundle.toFile());
        BundleZip out = new BundleZip(changed, BundleZip.MAX_BYTES)) {
      for (ZipEntry each : java.util.Collections.list(zip.entries())) {
        byte[] content = zip.getInputStream(each).readAllBytes();
        if (each.getName().equals(name)) {
          List<String> lines =
              change.apply(
                  new ArrayList<>(new String(content, StandardCharsets.UTF_8).lines().toList()));
          content = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        }
        out.add(each.getName(), content);
      }
      out.finish();
    }
    Verdict verdict = verify(changed);
    assertThat(verdict.code()).isEqualTo(VerifyTool.BAD);
    return verdict;
  }

  @Test
  void aLineThatIsDroppedSwappedOrChangedIsNamed() throws Exception {
    assertThat(
            repacked(
                    "events.jsonl",
                    lines -> {
                      lines.remove(2);
                      return lines;
                    })
                .text())
        .contains("events.jsonl was changed: it has another length than the manifest says")
        .contains("events.jsonl line 3 (conversation group, position 3) is not the one")
        .contains("position 2 of this conversation is missing");
    assertThat(
            repacked(
                    "events.jsonl",
                    lines -> {
                      java.util.Collections.swap(lines, 1, 2);
                      return lines;
                    })
                .text())
        .contains("events.jsonl line 3 (conversation group, position 1)")
        .contains("does not follow");
    assertThat(
            repacked(
                    "events.jsonl",
                    lines -> {
                      lines.replaceAll(line -> line.replace("beans", "pears"));
                      return lines;
                    })
                .text())
        .contains(
            "events.jsonl line 3 (conversation group, position 2) was changed: it is not what its"
                + " leaf in the log commits to");
    assertThat(
            repacked(
                    "timeline.html",
                    lines -> {
                      lines.replaceAll(line -> line.replace("beans", "pears"));
                      return lines;
                    })
                .text())
        .contains("timeline.html was changed");
  }

  // --- measured, not judged ---

  private void appendMessages(int messages) {
    List<Entry> batch = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      MessageSent sent =
          new MessageSent(
              GROUP,
              new CommandKey("k" + i),
              i % 2 == 0 ? ADA : BOB,
              "Shall we meet at the old oak tree at seven? I bring beans and a ladder. " + i,
              List.of(),
              List.of(),
              null,
              List.of(),
              minute(9));
      batch.add(
          Entry.of(
              "group",
              "Test",
              7L + i,
              new UUID(8, i).toString(),
              minute(9),
              "MessageSent",
              TYPES.revisionOf("MessageSent"),
              JSON.encode(sent),
              new byte[0]));
      if (batch.size() == 1_000 || i == messages - 1) {
        log.append(batch).join();
        batch = new ArrayList<>();
      }
    }
  }

  /// With `timeline.messages`: how long a page takes at any moment of a long conversation.
  @Test
  @Timeout(600)
  @EnabledIfSystemProperty(named = "timeline.messages", matches = "[0-9]+")
  void aTimelineOfALongConversationIsMeasured() {
    int messages = Integer.getInteger("timeline.messages", 0);
    appendMessages(messages);
    LoggedConversations conversations =
        new LoggedConversations(source, new HeldWords(source, null));
    SeenMessages seen = new SeenMessages(conversations, JsonMapper.shared());
    Random random = new Random(1);
    long began = System.nanoTime();
    seen.page(conversations.read(GROUP, null, null), BOB, Long.MAX_VALUE, 50);
    long first = System.nanoTime() - began;
    List<Long> pages = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      long start = System.nanoTime();
      long index = 50 + random.nextInt(messages - 50);
      assertThat(
              seen.page(conversations.read(GROUP, index, null), BOB, Long.MAX_VALUE, 50).messages())
          .isNotEmpty();
      pages.add(System.nanoTime() - start);
    }
    pages.sort(null);
    System.out.printf(
        "%d messages: first page %d ms; at any moment %.1f ms, p99 %.1f ms%n",
        messages, first / 1_000_000, pages.get(500) / 1e6, pages.get(990) / 1e6);
  }

  /// With `-Dbundle.messages=1000000`: how large a bundle is, and how long it takes. Keeps the file in
  /// `bundle.file`, to be verified with little memory.
  @Test
  @Timeout(1_800)
  @EnabledIfSystemProperty(named = "bundle.messages", matches = "[0-9]+")
  void aLargeBundleIsMeasured() throws Exception {
    int messages = Integer.getInteger("bundle.messages", 0);
    appendMessages(messages);
    while (transparency.behind() > 0) {
      Thread.onSpinWait();
    }
    BundleRequest request = new BundleRequest(List.of(GROUP), List.of(), null, null, Set.of());
    long began = System.nanoTime();
    Path bundle = bundle(request);
    long made = System.nanoTime();
    assertThat(verify(bundle).code()).isZero();
    long verified = System.nanoTime();
    System.out.printf(
        "%d messages: %d MB, made in %d ms, verified in %d ms; key %s%n",
        messages,
        Files.size(bundle) >> 20,
        (made - began) / 1_000_000,
        (verified - made) / 1_000_000,
        key());
    String keep = System.getProperty("bundle.file");
    if (keep != null) {
      Files.move(bundle, Path.of(keep));
    }
  }

  /// Pictures in memory.
  private static final class MemoryImages implements info.powow.images.store.ImageStore {
    private final java.util.Map<ContentHash, byte[]> files = new java.util.HashMap<>();

    void put(ContentHash hash, byte[] bytes) {
      files.put(hash, bytes);
    }

    void clear() {
      files.clear();
    }

    @Override
    public java.util.Optional<Stored> find(ContentHash hash, String name) {
      byte[] bytes = files.get(hash);
      return java.util.Optional.ofNullable(bytes)
          .map(found ->
              new Stored() {
                @Override
                public long bytes() {
                  return found.length;
                }

                @Override
                public InputStream open(long from) {
                  return new java.io.ByteArrayInputStream(found);
                }
              });
    }

    @Override
    public void put(ContentHash hash, String name, Path file) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public void delete(ContentHash hash, String name) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public boolean deleteAll(ContentHash hash, Instant unlessPutSince) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public void each(
        java.util.function.Consumer<info.powow.images.store.ImageStore.Entry> visitor) {}

    @Override
    public int clearAbandoned() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
