package info.powow.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import info.powow.domain.CampaignId;
import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.campaign.CampaignEvent.CampaignApproved;
import info.powow.domain.campaign.CampaignEvent.CampaignDrafted;
import info.powow.domain.campaign.CampaignEvent.CampaignStarted;
import info.powow.domain.campaign.CampaignText;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.mail.MailLanguage;
import info.powow.eventlog.LoggedEvent;
import info.powow.notify.outbox.JournalEntry;
import info.powow.notify.outbox.MongoOutbox;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.projection.embedded.EmbeddedMongo;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two processes share an outbox. They are killed and suspended while messages arrive.
@Timeout(1800)
class NotifyProcessesIT {
  private static final int KILLS = Integer.getInteger("powow.test.notify.kills", 16);
  private static final int STOPS = Integer.getInteger("powow.test.notify.stops", 4);
  private static final int A_FEW = 3;
  private static final int SUBSCRIBERS = 1_000;
  private static final int MAILS_PER_KILL = 100;
  private static final CampaignId FAIR = new CampaignId("fair");
  private static final int PATIENCE = 120;

  /// The most messages of a conversation that a tray remembers.
  private static final int MOST_IN_TRAY = 100;

  @TempDir Path folder;
  private final NotifyWorld.MemoryLog log = new NotifyWorld.MemoryLog();
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final List<Long> interruptions = new CopyOnWriteArrayList<>();
  private final Map<String, Process> processes = new ConcurrentHashMap<>();
  private final List<Process> killed = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Consumer<String>> onNextPush = new AtomicReference<>();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<MailArrival> mails = new CopyOnWriteArrayList<>();

  /// The mails whose senders were killed before they were answered.
  private final List<MailArrival> unanswered = new CopyOnWriteArrayList<>();

  /// The number of mails at which the sender of one is killed, before the mail is answered.
  private final AtomicInteger killAtMail = new AtomicInteger(Integer.MAX_VALUE);

  private final Random random = new Random(14);
  private EmbeddedMongo mongo;
  private String uri = "";
  private HttpServer server;
  private MongoOutbox outbox;
  private int started;

  /// Whether a process waits for more events.
  private volatile boolean isFollowed;

  /// @param nanos when it arrived
  private record Arrival(String device, long position, String topic, String by, long nanos) {
    String what() {
      return device + " " + position;
    }
  }

  private record MailArrival(String to, String id) {}

  private static String what(PersonId person, long position) {
    return person.value() + "-phone " + position;
  }

  @BeforeEach
  void begin() throws IOException {
    mongo = EmbeddedMongo.start();
    uri = mongo.uri();
    outbox = MongoOutbox.at(uri, Duration.ofSeconds(10));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/log", exchange -> answer(exchange, since(after(exchange))));
    server.createContext("/await", this::await);
    server.createContext("/push", this::push);
    server.createContext("/mail", this::mail);
    server.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : processes.values()) {
      process.destroyForcibly();
      int unused = process.waitFor();
    }
    server.stop(0);
    workers.shutdownNow();
    outbox.close();
    mongo.close();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    return Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static String parameter(HttpExchange exchange, String name) {
    return Objects.requireNonNull(query(exchange).get(name));
  }

  private static int after(HttpExchange exchange) {
    return Integer.parseInt(parameter(exchange, "after"));
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private String since(int index) {
    StringBuilder lines = new StringBuilder();
    try (var cursor = log.openAfter(index)) {
      for (LoggedEvent event : cursor.poll(Integer.MAX_VALUE - index)) {
        lines
            .append(event.event().getClass().getSimpleName())
            .append(' ')
            .append(Base64.getEncoder().encodeToString(NotifyWorld.JSON.encode(event.event())))
            .append('\n');
      }
    }
    return lines.toString();
  }

  private void await(HttpExchange exchange) throws IOException {
    isFollowed = true;
    try {
      log.await(after(exchange), Duration.ofMillis(Long.parseLong(parameter(exchange, "millis"))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answer(exchange, "");
  }

  private void push(HttpExchange exchange) throws IOException {
    String by = parameter(exchange, "by");
    arrivals.add(
        new Arrival(
            parameter(exchange, "device"),
            Long.parseLong(parameter(exchange, "position")),
            parameter(exchange, "topic"),
            by,
            System.nanoTime()));
    Consumer<String> once = onNextPush.getAndSet(null);
    if (once != null) {
      once.accept(by);
    }
    answer(exchange, "");
  }

  private void mail(HttpExchange exchange) throws IOException {
    MailArrival mail = new MailArrival(parameter(exchange, "to"), parameter(exchange, "id"));
    mails.add(mail);
    int at = killAtMail.get();
    if (mails.size() >= at && killAtMail.compareAndSet(at, Integer.MAX_VALUE)) {
      if (!kill(parameter(exchange, "by"))) {
        // Sent by a process that was killed since.
        killAtMail.set(at);
      } else {
        unanswered.add(mail);
      }
    }
    answer(exchange, "");
  }

  private void startProcess() throws IOException {
    startProcess(uri, 0);
  }

  /// @param store the MongoDB or the folder of the outbox
  private void startProcess(String store, int subscribers) throws IOException {
    // It may open the same outbox.
    killed.forEach(process -> process.onExit().join());
    String name = "n" + started++;
    File output = folder.resolve(name + ".log").toFile();
    processes.put(
        name,
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                NotifyProcess.class.getName(),
                name,
                "http://127.0.0.1:" + server.getAddress().getPort(),
                store,
                Integer.toString(subscribers))
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start());
  }

  /// @return false if it had been killed before
  private boolean kill(String name) {
    long now = System.nanoTime();
    Process process = processes.get(name);
    if (process == null) {
      return false;
    }
    killed.add(process);
    if (!processes.remove(name, process)) {
      return false;
    }
    interruptions.add(now);
    process.destroyForcibly();
    return true;
  }

  private void killOnNextPush() {
    onNextPush.set(by -> {
      if (!kill(by)) {
        // Sent by a process that was killed since.
        killOnNextPush();
      }
    });
  }

  private static void signal(Process process, String signal)
      throws IOException, InterruptedException {
    assertThat(
            // The one that every shell has built in.
            new ProcessBuilder("sh", "-c", "kill -$0 $1", signal, Long.toString(process.pid()))
                .start()
                .waitFor())
        .isZero();
  }

  private long says() {
    return log.append(
        new MessageSent(
            NotifyWorld.GROUP,
            new CommandKey("k" + log.head()),
            NotifyWorld.ADA,
            "hello",
            List.of(),
            List.of(),
            null,
            List.of(),
            Clock.systemUTC().instant()));
  }

  private void sayAFew() {
    for (int i = 0; i < A_FEW; i++) {
      long unused = says();
    }
  }

  /// Polls, because processes cannot notify the test.
  private void until(String what, BooleanSupplier there) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (!there.getAsBoolean()) {
      if (System.nanoTime() > end
          || processes.values().stream().anyMatch(each -> !each.isAlive())) {
        StringBuilder output = new StringBuilder();
        for (String name : processes.keySet()) {
          List<String> lines = Files.readAllLines(folder.resolve(name + ".log"));
          output.append(name).append(": ");
          output.append(
              String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
        }
        throw new AssertionError(what + ", " + outbox.size() + " rows, " + output);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private void settle() throws Exception {
    until(
        "not all is told",
        () -> {
          Outbox.Position position = outbox.position();
          return position != null && position.index() == log.head() && outbox.size() == 0;
        });
  }

  /// The process that starts second gets half of the segments, and logs that.
  private boolean isDivided() {
    return processes.keySet().stream()
        .anyMatch(name -> {
          try {
            return Files.readString(folder.resolve(name + ".log")).contains("works off 8 of 16");
          } catch (IOException e) {
            return false;
          }
        });
  }

  private void startBoth() throws Exception {
    startProcess();
    startProcess();
    until("they have not begun", () -> outbox.position() != null && isDivided());
  }

  /// Everybody was notified of everything, each message is shown once, and the journal and trays
  /// are right.
  private void assertAllTold() {
    Map<String, List<Arrival>> byDevice =
        arrivals.stream().collect(Collectors.groupingBy(Arrival::what));
    List<Long> positions = new ArrayList<>();
    for (long position = 0; position < log.head(); position++) {
      positions.add(position);
    }
    for (PersonId person : NotifyProcess.recipients()) {
      for (long position : positions) {
        List<Arrival> got = byDevice.getOrDefault(what(person, position), List.of());
        assertThat(got).as("%s is told of %d", person, position).isNotEmpty();
        assertThat(got.stream().map(Arrival::topic).collect(Collectors.toSet())).hasSize(1);
        assertThat(outbox.journal(NotifyWorld.GROUP, position, person))
            .extracting(JournalEntry::step)
            .contains("push", "sent");
      }
      assertThat(outbox.tray(person).unread().get(NotifyWorld.GROUP))
          .isEqualTo(
              positions.subList(Math.max(0, positions.size() - MOST_IN_TRAY), positions.size()));
    }
    assertThat(byDevice).hasSize(positions.size() * NotifyProcess.recipients().size());
    assertThat(Objects.requireNonNull(outbox.position()).index()).isEqualTo(log.head());
    assertThat(outbox.size()).isZero();
  }

  /// The number of repeated pushes. Each time, a process was killed or suspended in between.
  private int repeats() {
    Map<String, Arrival> last = new HashMap<>();
    int repeats = 0;
    for (Arrival arrival : arrivals) {
      Arrival before = last.put(arrival.what(), arrival);
      if (before != null) {
        repeats++;
        // A push that a process sent just before it was killed may arrive a little later.
        assertThat(interruptions)
            .as("%s again", arrival)
            .anyMatch(at ->
                at - arrival.nanos() < 0 && before.nanos() - at <= NotifyProcess.LEASE.toNanos());
      }
    }
    return repeats;
  }

  /// Every second kill comes between the answer of the push service and the mark.
  @Test
  void whoeverIsKilledNobodyIsMissedAndEachMessageIsShownOnce() throws Exception {
    startBoth();
    for (int killed = 0; killed < KILLS; killed++) {
      if (killed % 2 == 0) {
        killOnNextPush();
        sayAFew();
        until("nothing is sent", () -> processes.size() < 2);
      } else {
        sayAFew();
        List<String> names = List.copyOf(processes.keySet());
        boolean unused = kill(names.get(random.nextInt(names.size())));
      }
      startProcess();
    }
    settle();

    assertAllTold();
    int repeats = repeats();
    System.out.printf(
        "%d kills, %d messages, %d pushes, %d of them repeated%n",
        KILLS, log.head(), arrivals.size(), repeats);
    assertThat(interruptions).hasSize(KILLS);
  }

  /// A process is suspended for longer than its lease. Another one takes over. Then the first
  /// continues as if no time had passed.
  @Test
  void whoIsStoppedAndGoesOnRepeatsOnlyWhatItWasSending() throws Exception {
    startBoth();
    int repeatedLate = 0;
    for (int stop = 0; stop < STOPS; stop++) {
      AtomicReference<@Nullable String> stopped = new AtomicReference<>();
      onNextPush.set(by -> {
        interruptions.add(System.nanoTime());
        try {
          signal(Objects.requireNonNull(processes.get(by)), "STOP");
        } catch (IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
        stopped.set(by);
      });
      sayAFew();
      until("nothing is sent", () -> stopped.get() != null);
      Set<String> sending = new HashSet<>();
      for (OutboxRow row :
          outbox.due(
              OutboxRow.Lane.PUSH, Clock.systemUTC().instant().plus(Duration.ofDays(2)), 1_000)) {
        if (row.isSending()) {
          sending.add(what(row.person(), row.position()));
        }
      }
      sayAFew();
      settle();
      int before = arrivals.size();
      long told = log.head();
      interruptions.add(System.nanoTime());
      signal(Objects.requireNonNull(processes.get(Objects.requireNonNull(stopped.get()))), "CONT");
      sayAFew();
      settle();
      for (Arrival arrival : arrivals.subList(before, arrivals.size())) {
        if (arrival.position() < told) {
          repeatedLate++;
          assertThat(sending).contains(arrival.what());
        }
      }
    }

    assertAllTold();
    System.out.printf(
        "%d stops, %d messages, %d pushes, %d of them repeated, %d by the one that was stopped%n",
        STOPS, log.head(), arrivals.size(), repeats(), repeatedLate);
  }

  @Test
  void aCampaignReachesEverybodyAndRepeatsOnlyTheMailsOfWhoWasKilled() throws Exception {
    startProcess(uri, SUBSCRIBERS);
    startProcess(uri, SUBSCRIBERS);
    until("they have not begun", () -> outbox.position() != null && isDivided());
    killDuringACampaign(uri);
  }

  @Test
  void aCampaignFromAnOutboxInAFolderReachesEverybodyAndRepeatsOnlyTheMailsOfWhoWasKilled()
      throws Exception {
    String store = folder.resolve("outbox").toString();
    startProcess(store, SUBSCRIBERS);
    // An empty outbox begins at the head of the log.
    until("it has not begun", () -> isFollowed);
    killDuringACampaign(store);
  }

  /// Each kill comes when the mail server has taken a mail, before it says so.
  private void killDuringACampaign(String store) throws Exception {
    Instant now = Clock.systemUTC().instant();
    List<CampaignText> texts = List.of(new CampaignText(MailLanguage.EN, "Summer fair", "Come!"));
    long unused = log.append(new CampaignDrafted(FAIR, NotifyWorld.ADA, texts, 60_000, now));
    unused = log.append(new CampaignApproved(FAIR, NotifyWorld.BOB, now));
    unused = log.append(new CampaignStarted(FAIR, NotifyWorld.ADA, now));
    int kills = SUBSCRIBERS / MAILS_PER_KILL - 1;
    int running = processes.size();
    for (int killed = 1; killed <= kills; killed++) {
      killAtMail.set(killed * MAILS_PER_KILL);
      until("the campaign has stopped", () -> processes.size() < running);
      startProcess(store, SUBSCRIBERS);
    }
    // What was being sent is repeated after all that was due before.
    until("not everybody got a mail", () -> byRecipient().size() == SUBSCRIBERS && areRepeated());
    int repeated = mails.size() - SUBSCRIBERS;
    System.out.printf("%d kills, %d mails, %d of them repeated%n", kills, mails.size(), repeated);

    assertThat(repeated).isBetween(kills, kills * NotifyWorld.MAILS_AT_ONCE);
    assertThat(byRecipient().values())
        .allSatisfy(got ->
            assertThat(got.stream().map(MailArrival::id).collect(Collectors.toSet())).hasSize(1));
  }

  private boolean areRepeated() {
    Map<String, List<MailArrival>> got = byRecipient();
    return unanswered.stream().allMatch(mail -> got.getOrDefault(mail.to(), List.of()).size() > 1);
  }

  private Map<String, List<MailArrival>> byRecipient() {
    return mails.stream().collect(Collectors.groupingBy(MailArrival::to));
  }
}
