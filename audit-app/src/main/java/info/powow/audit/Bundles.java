package info.powow.audit;

import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseEvent.BundleFetched;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.domain.audit.Cases;
import info.powow.domain.audit.RecordLook.RecordBundle;
import info.powow.domain.audit.RecordLook.RecordFetch;
import info.powow.domain.audit.RecordLook.RecordRefusal;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.identity.Staff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates bundles, one after the other, on a separate thread. Their files contain in clear what
/// people wrote, so they are deleted when the case is closed, after a day, and at start. Until
/// then, an interrupted download can be resumed. After a restart, the bundle has to be created
/// again.
final class Bundles implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Bundles.class);
  private static final int QUEUE = 8;
  private static final int MOST_KEPT = 32;
  private static final int ID_BYTES = 10;
  private static final Pattern FILE = Pattern.compile("b[0-9a-f]{20}\\.zip(\\.[a-z]+)?");

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(QUEUE),
          Thread.ofPlatform().name("powow-bundles").daemon().factory());
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("powow-bundle-sweep").daemon().factory());
  private final Looks looks;
  private final LoggedCases cases;
  private final EventSource log;
  private final Supplier<BundleWriter> writer;
  private final Path folder;
  private final long maxBytes;
  private final Duration kept;
  private final Clock clock;

  /// @param writer creates a new one for each bundle
  /// @param folder for the files; files of an earlier process are deleted
  /// @param kept how long a bundle can be downloaded
  Bundles(
      Looks looks,
      LoggedCases cases,
      EventSource log,
      Supplier<BundleWriter> writer,
      Path folder,
      long maxBytes,
      Duration kept,
      Clock clock) {
    this.looks = looks;
    this.cases = cases;
    this.log = log;
    this.writer = writer;
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.kept = kept;
    this.clock = clock;
    thread.allowCoreThreadTimeOut(true);
    empty();
    sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.MINUTES);
  }

  /// The progress of a bundle.
  enum Status {
    WAITING,
    RUNNING,
    READY,
    FAILED
  }

  /// A request for a bundle, and its progress.
  static final class Job {
    final String id;
    final CaseId caseId;
    final PersonId by;
    final Instant at;
    private final Path file;
    private volatile Status status = Status.WAITING;
    private volatile long done;
    private volatile long all;
    private volatile BundleWriter.@Nullable Made made;
    private volatile @Nullable Reason failure;
    private volatile boolean dropped;

    private Job(String id, CaseId caseId, PersonId by, Instant at, Path file) {
      this.id = id;
      this.caseId = caseId;
      this.by = by;
      this.at = at;
      this.file = file;
    }

    Status status() {
      return status;
    }

    /// The progress, from 0 to 100.
    int percent() {
      return status == Status.READY ? 100 : all == 0 ? 0 : (int) Math.min(99, 100 * done / all);
    }

    /// Null before it is ready.
    BundleWriter.@Nullable Made made() {
      return made;
    }

    /// Why the bundle failed; null otherwise.
    @Nullable Reason failure() {
      return failure;
    }

    Path file() {
      return file;
    }
  }

  /// The bundle was deleted while it was being written.
  private static final class Dropped extends RuntimeException {
    Dropped() {
      super("the bundle was dropped", null, false, false);
    }
  }

  private void empty() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Bundles::isBundle).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Bundles of earlier cannot be deleted from " + folder, e);
    }
  }

  private static boolean isBundle(Path file) {
    return FILE.matcher(file.getFileName().toString()).matches();
  }

  /// Queues a bundle.
  ///
  /// @throws Rejected `case_not_found` if the case is not open to this person, or does not cover
  ///     the request; `overloaded`
  Job begin(Staff staff, CaseId caseId, BundleRequest request) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = "b" + HexFormat.of().formatHex(bytes);
    String query = request.query(id);
    Cases.Case found = looks.openCase(staff, caseId, query);
    List<BundledConversation> conversations = conversations(found, request);
    if (conversations == null
        || !request.people().stream().allMatch(found.opened().scope()::covers)) {
      throw looks.refused(new RecordRefusal(caseId, staff.person(), staff.tokenId(), query));
    }
    Job job = new Job(id, caseId, staff.person(), clock.instant(), folder.resolve(id + ".zip"));
    synchronized (jobs) {
      expire();
      if (jobs.size() >= MOST_KEPT) {
        throw new Rejected(Reason.OVERLOADED);
      }
      jobs.put(id, job);
    }
    try {
      thread.execute(() -> make(job, staff, query, found, request, conversations));
    } catch (RejectedExecutionException _) {
      drop(job);
      throw new Rejected(Reason.OVERLOADED);
    }
    return job;
  }

  /// The named conversations; null if the case does not cover one of them, or if it does not exist.
  private @Nullable List<BundledConversation> conversations(
      Cases.Case found, BundleRequest request) {
    List<BundledConversation> conversations = new ArrayList<>();
    for (ConversationId id : request.conversations().stream().distinct().toList()) {
      BundledConversation one = BundledConversation.find(log, id, request.from(), request.to());
      if (one == null || !found.opened().scope().covers(id, one.everMembers())) {
        return null;
      }
      conversations.add(one);
    }
    return conversations;
  }

  private void make(
      Job job,
      Staff staff,
      String query,
      Cases.Case found,
      BundleRequest request,
      List<BundledConversation> named) {
    try {
      job.status = Status.RUNNING;
      List<BundledConversation> conversations = new ArrayList<>(named);
      request.people().forEach(person -> addThoseOf(person, request, conversations, job));
      job.all =
          BundleWriter.passes(request)
              * conversations.stream().mapToLong(BundledConversation::events).sum();
      prepareFolder();
      BundleWriter.Made made =
          writer
              .get()
              .write(
                  new BundleWriter.About(
                      job.id, job.caseId, found.opened(), job.by, job.at, previous(job.caseId)),
                  request,
                  conversations,
                  job.file(),
                  maxBytes,
                  done -> {
                    requireWanted(job);
                    job.done = done;
                  });
      RecordBundle record =
          new RecordBundle(
              job.caseId,
              job.by,
              staff.tokenId(),
              query,
              job.id,
              made.index(),
              made.events(),
              made.bytes(),
              made.hash(),
              made.treeSize(),
              made.treeRoot(),
              true);
      if (looks.record(record) instanceof BundleMade) {
        job.made = made;
        job.status = Status.READY;
      } else {
        fail(job, Reason.CASE_NOT_FOUND);
      }
    } catch (BundleZip.TooLarge _) {
      fail(job, Reason.TOO_LARGE);
    } catch (BundleWriter.NoCheckpoint _) {
      fail(job, Reason.LOG_UNAVAILABLE);
    } catch (Rejected e) {
      fail(job, e.reason());
    } catch (Dropped | InterruptedException _) {
      fail(job, Reason.CASE_NOT_FOUND);
    } catch (IOException | RuntimeException e) {
      // Without the exception's message, which may quote what people wrote.
      logger.error(
          "A bundle could not be made: {} at {}",
          e.getClass().getName(),
          e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0]);
      fail(job, Reason.INTERNAL);
    }
  }

  private static void requireWanted(Job job) {
    if (job.dropped || Thread.currentThread().isInterrupted()) {
      throw new Dropped();
    }
  }

  private void prepareFolder() throws IOException {
    Files.createDirectories(folder);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /// Adds all conversations of which somebody is or ever was a member.
  private void addThoseOf(
      PersonId person, BundleRequest request, List<BundledConversation> conversations, Job job) {
    LoggedMemberships memberships = new LoggedMemberships(log);
    long index = 0;
    boolean ended = false;
    while (!ended) {
      requireWanted(job);
      LoggedMemberships.Page page = memberships.after(person, index);
      for (LoggedMemberships.MembershipChange change : page.changes()) {
        if (conversations.stream().noneMatch(each -> each.id().equals(change.conversationId()))) {
          BundledConversation one =
              BundledConversation.find(log, change.conversationId(), request.from(), request.to());
          if (one != null) {
            conversations.add(one);
          }
        }
      }
      ended = page.ended();
      index = page.index();
    }
  }

  private @Nullable BundleMade previous(CaseId id) {
    for (LoggedEvent logged : cases.looks(id, 500)) {
      if (logged.event() instanceof BundleMade made && made.treeSize() > 0) {
        return made;
      }
    }
    return null;
  }

  private void fail(Job job, Reason reason) {
    job.failure = reason;
    job.status = Status.FAILED;
    delete(job);
  }

  private void delete(Job job) {
    try {
      Files.deleteIfExists(job.file());
    } catch (IOException e) {
      logger.warn("The file of bundle {} could not be deleted: {}", job.id, e.toString());
    }
  }

  /// The bundles of a case, newest first.
  List<Job> of(CaseId caseId) {
    synchronized (jobs) {
      expire();
      return jobs.values().stream().filter(job -> job.caseId.equals(caseId)).toList().reversed();
    }
  }

  /// Everybody who may see a case sees the progress of its bundles. Only the person who opened it
  /// can download them.
  ///
  /// @throws Rejected `case_not_found`
  Job require(CaseId caseId, String id) {
    return of(caseId).stream()
        .filter(job -> job.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new Rejected(Reason.CASE_NOT_FOUND));
  }

  /// Records that a bundle is downloaded. Durable when it returns.
  ///
  /// @param from the first byte that is sent
  /// @throws Rejected `case_not_found`, which is recorded
  Job fetch(Staff staff, CaseId caseId, String id, long from) {
    looks.openCase(staff, caseId, "fetch " + id + " from=" + from);
    Job job =
        of(caseId).stream()
            .filter(each -> each.id.equals(id) && each.status == Status.READY)
            .findFirst()
            .orElse(null);
    RecordFetch record =
        new RecordFetch(caseId, staff.person(), staff.tokenId(), id, from, job != null);
    if (!(looks.record(record) instanceof BundleFetched) || job == null) {
      throw new Rejected(Reason.CASE_NOT_FOUND);
    }
    return job;
  }

  /// Deletes bundles that are too old, or whose case is not open any more.
  private void expire() {
    Instant now = clock.instant();
    Cases all = cases.all();
    List<Job> over =
        jobs.values().stream()
            .filter(job ->
                !now.isBefore(job.at.plus(kept))
                    || all.find(job.caseId)
                        .filter(each -> each.status(now) == Cases.Status.OPEN)
                        .isEmpty())
            .toList();
    over.forEach(this::drop);
  }

  private void drop(Job job) {
    synchronized (jobs) {
      jobs.remove(job.id);
    }
    job.dropped = true;
    delete(job);
  }

  /// Deletes all bundles, because any of them may contain the words of an erased person.
  ///
  /// @return the number of deleted bundles
  int dropAll() {
    synchronized (jobs) {
      List<Job> all = List.copyOf(jobs.values());
      all.forEach(this::drop);
      return all.size();
    }
  }

  private void sweep() {
    try {
      synchronized (jobs) {
        if (!jobs.isEmpty()) {
          expire();
        }
      }
    } catch (RuntimeException e) {
      logger.warn("Old bundles could not be deleted, and are tried again: {}", e.toString());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    sweeper.shutdownNow();
    int _ = dropAll();
  }
}
