package info.powow.audit;

import info.powow.domain.CaseId;
import info.powow.domain.HoldId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.domain.audit.CaseEvent.CaseOpened;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.ContentHash;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.transparency.EventProofs;
import info.powow.eventlog.transparency.TransparencyLog;
import info.powow.images.store.ImageStore;
import info.powow.tlog.Checkpoint;
import info.powow.tlog.SignedNote;
import info.powow.tlog.SparseProof;
import info.powow.tlog.TreeHash;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Writes the file of a bundle. Its memory does not depend on the number of events: they are read
/// from the log once for each form.
final class BundleWriter {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_NAMES = 5_000;
  private static final int CHUNKS = 4_096;
  private static final int LARGEST_CHUNK = 512;
  private static final String NO_STORE = "the pictures cannot be read at the moment";
  private static final String NOT_STORED = "its bytes are not stored any more";
  private static final String DAMAGED = "its stored bytes are not those that were uploaded";

  private static final String README =
      """
      This is a bundle of Powow: conversations that were disclosed in a case.

      timeline.html     to read and to print; extract all files first, so that it finds the pictures
      events.jsonl      the events, with what proves each of them
      omitted.jsonl     the leaves of events that are not disclosed, with the reason
      proof.bin         hashes that lead from the events to the root of the checkpoint
      checkpoint.txt    the signed head of the server's transparency log
      attachments/      pictures, named by the SHA-256 of their bytes; attachments.jsonl says whose
      manifest.json     what was asked, who asked, and the hash of each file
      manifest.sig      the server's signature of manifest.json

      To verify it without trusting the server that made it, you need Java 25, the program verify.jar, and
      the key of the log from somebody whom you trust:

        java -jar verify.jar BUNDLE.zip --key KEY

      Verify the file as it was handed out: do not pack it again.
      """;

  private final HeldWords held;
  private final EventSource log;
  private final @Nullable EventProofs proofs;
  private final @Nullable ImageStore images;

  /// @param proofs null if there is no transparency log
  /// @param images null if this process has no pictures
  BundleWriter(
      EventSource log, @Nullable EventProofs proofs, @Nullable ImageStore images, HeldWords held) {
    this.held = held;
    this.log = log;
    this.proofs = proofs;
    this.images = images;
  }

  /// What the bundle says of itself.
  ///
  /// @param previous the bundle of the case that was made before; null if there is none
  record About(
      String bundleId,
      CaseId caseId,
      CaseOpened opened,
      PersonId by,
      Instant at,
      @Nullable BundleMade previous) {}

  /// @param index the newest index in the log that was read
  /// @param treeRoot null if there is no transparency log
  record Made(
      long index, long events, long bytes, String hash, long treeSize, @Nullable String treeRoot) {}

  /// A checkpoint covering the bundle could not be had in time.
  static final class NoCheckpoint extends IOException {
    NoCheckpoint() {
      super("no signed checkpoint covers the events");
    }
  }

  /// How often the events are read.
  static int passes(BundleRequest request) {
    return 2 + request.formats().size();
  }

  /// @param conversations those of the bundle, each once
  /// @param maxBytes the size that the file may have
  /// @param progress receives the number of events that were written, over all forms; may throw to stop
  Made write(
      About about,
      BundleRequest request,
      List<BundledConversation> conversations,
      Path file,
      long maxBytes,
      LongConsumer progress)
      throws IOException, InterruptedException {
    return new Writing(about, request, conversations, file, progress).write(maxBytes);
  }

  private final class Writing {
    private final About about;
    private final BundleRequest request;
    private final List<BundledConversation> conversations;
    private final Path file;
    private final LongConsumer progress;
    private final List<HoldId> holds;
    private final BundleSource source;
    private final Map<PersonId, Handle> handles = new HashMap<>();
    private final Map<String, Boolean> pictures = new HashMap<>();
    private final Map<String, Object> manifest = new LinkedHashMap<>();
    private long events;
    private long erased;
    private long missing;
    private long progressed;

    Writing(
        About about,
        BundleRequest request,
        List<BundledConversation> conversations,
        Path file,
        LongConsumer progress) {
      this.about = about;
      this.holds = held.holdsIn(about.caseId());
      this.source = new BundleSource(log, proofs, held, holds);
      this.request = request;
      this.conversations = conversations;
      this.file = file;
      this.progress = progress;
    }

    Made write(long maxBytes) throws IOException, InterruptedException {
      long index = conversations.stream().mapToLong(BundledConversation::newest).max().orElse(0);
      SignedNote note = proofs == null ? null : checkpoint(proofs, index);
      Checkpoint checkpoint = note == null ? null : Checkpoint.parse(note.text());
      BundlePages pages = new BundlePages(names());
      Path indexes = file.resolveSibling(file.getFileName() + ".indexes");
      String hash;
      long bytes;
      try (BundleZip zip = new BundleZip(file, maxBytes)) {
        List<BundleSource.Line> omitted = omitted();
        writeEvents(zip, omitted, indexes);
        zip.add(
            "omitted.jsonl",
            out -> {
              for (BundleSource.Line line : omitted) {
                BundleSource.write(out, line);
              }
            });
        if (proofs != null && note != null && checkpoint != null) {
          writeProof(zip, proofs.transparency(), checkpoint, indexes);
          zip.add("checkpoint.txt", bytes(note.toString()));
        }
        writePictures(zip);
        writePage(zip, pages, checkpoint);
        if (request.formats().contains(BundleRequest.Format.CSV)) {
          zip.add("messages.csv", out -> writeTable(out, pages));
        }
        if (request.formats().contains(BundleRequest.Format.EML)) {
          writeMails(zip, pages);
        }
        zip.add("README.txt", bytes(README));
        byte[] json = manifest(zip, checkpoint, pages, omitted.size());
        zip.add("manifest.json", json);
        if (proofs != null) {
          SignedNote signed = proofs.transparency().sign(TreeHash.of(TreeHash.sha256(json)));
          zip.add("manifest.sig", bytes(signed.toString()));
        }
        zip.finish();
        bytes = zip.bytes();
      } finally {
        Files.deleteIfExists(indexes);
      }
      hash = hash(file);
      return new Made(
          index,
          events + erased,
          bytes,
          hash,
          checkpoint == null ? 0 : checkpoint.size(),
          checkpoint == null ? null : checkpoint.root().base64());
    }

    private SignedNote checkpoint(EventProofs proofs, long index)
        throws IOException, InterruptedException {
      return proofs.checkpoint(index, CHECKPOINT_TIMEOUT).orElseThrow(NoCheckpoint::new);
    }

    private void progressed() {
      if ((++progressed & 0xff) == 0) {
        progress.accept(progressed);
      }
    }

    /// The names of the people today.
    private Map<PersonId, String> names() {
      Set<PersonId> people = new LinkedHashSet<>();
      people.add(about.by());
      conversations.forEach(each -> people.addAll(each.everMembers()));
      Map<PersonId, String> names = new HashMap<>();
      people.stream()
          .limit(MAX_NAMES)
          .forEach(person -> {
            Iterator<LoggedEvent> profile = log.iterate(person.value(), 0);
            while (profile.hasNext()) {
              LoggedEvent event = profile.next();
              if (SeenMessages.isErased(event)) {
                names.remove(person);
                handles.remove(person);
              } else if (event.event() instanceof ProfileCreated created) {
                names.put(person, created.displayName());
                handles.put(person, created.handle());
              } else if (event.event() instanceof ProfileChanged changed) {
                names.put(person, changed.displayName());
              }
            }
          });
      return names;
    }

    /// The events just before and after the range: they show that it is complete.
    private List<BundleSource.Line> omitted() {
      List<BundleSource.Line> omitted = new ArrayList<>();
      for (BundledConversation each : conversations) {
        BundleSource.Line before = source.outside(each.id().value(), each.first() - 1);
        if (before != null) {
          omitted.add(before);
        }
        BundleSource.Line after =
            each.last() + 1 < each.next()
                ? source.outside(each.id().value(), each.last() + 1)
                : null;
        if (after != null) {
          omitted.add(after);
        }
      }
      omitted.sort(Comparator.comparingLong(BundleSource.Line::index));
      return omitted;
    }

    /// A conversation that is read in chunks.
    private final class Cursor {
      final BundledConversation conversation;
      private final int chunkSize = Math.clamp(CHUNKS / conversations.size(), 16, LARGEST_CHUNK);
      private List<BundleSource.Line> chunk = List.of();
      private int at;
      private long from;

      Cursor(BundledConversation conversation) {
        this.conversation = conversation;
        this.from = conversation.first();
      }

      /// Null at the end.
      BundleSource.@Nullable Line peek() {
        if (at == chunk.size()) {
          int most = (int) Math.min(chunkSize, conversation.last() - from + 1);
          chunk = most <= 0 ? List.of() : source.read(conversation.id().value(), from, most);
          from += chunk.size();
          at = 0;
        }
        return chunk.isEmpty() ? null : chunk.get(at);
      }

      long index() {
        BundleSource.Line line = peek();
        return line == null ? Long.MAX_VALUE : line.index();
      }
    }

    /// All conversations in the order of the log. The indexes are kept for the proof.
    private void writeEvents(BundleZip zip, List<BundleSource.Line> omitted, Path indexes)
        throws IOException {
      PriorityQueue<Map.Entry<Long, Integer>> next =
          new PriorityQueue<>(
              Comparator.comparing((Map.Entry<Long, Integer> each) -> each.getKey())
                  .thenComparing(Map.Entry::getValue));
      List<Cursor> cursors = new ArrayList<>();
      for (BundledConversation conversation : conversations) {
        Cursor cursor = new Cursor(conversation);
        cursors.add(cursor);
        if (cursor.peek() != null) {
          next.add(Map.entry(cursor.index(), cursors.size() - 1));
        }
      }
      Iterator<BundleSource.Line> others = omitted.iterator();
      BundleSource.Line[] other = {others.hasNext() ? others.next() : null};
      try (DataOutputStream kept =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(indexes)))) {
        zip.add(
            "events.jsonl",
            out -> {
              while (true) {
                Map.Entry<Long, Integer> first = next.poll();
                long index = first == null ? Long.MAX_VALUE : first.getKey();
                while (other[0] != null && other[0].index() < index) {
                  kept.writeLong(other[0].index());
                  other[0] = others.hasNext() ? others.next() : null;
                }
                if (first == null) {
                  return;
                }
                Cursor cursor = cursors.get(first.getValue());
                BundleSource.Line line = cursor.peek();
                if (line == null) {
                  throw new IllegalStateException("a cursor at its end");
                }
                BundleSource.write(out, line);
                kept.writeLong(index);
                if (line.erased()) {
                  erased++;
                } else {
                  events++;
                }
                progressed();
                cursor.at++;
                if (cursor.peek() != null) {
                  next.add(Map.entry(cursor.index(), first.getValue()));
                }
              }
            });
      }
    }

    private void writeProof(
        BundleZip zip, TransparencyLog transparency, Checkpoint checkpoint, Path indexes)
        throws IOException {
      try (DataInputStream kept =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(indexes)))) {
        zip.add(
            "proof.bin",
            out ->
                SparseProof.prove(
                    checkpoint.size(),
                    new KeptLeaves(kept),
                    transparency.nodes(checkpoint.size()),
                    hash -> out.write(hash.bytes())));
      }
    }

    /// Pictures under their hash, each once; and a line for each place where one belongs.
    private void writePictures(BundleZip zip) throws IOException {
      Path lines = file.resolveSibling(file.getFileName() + ".pictures");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(lines))) {
          for (BundledConversation each : conversations) {
            Iterator<LoggedEvent> found = events(each);
            while (found.hasNext()) {
              LoggedEvent event = found.next();
              for (Map.Entry<String, ImageId> picture :
                  new TreeMap<>(BundlePages.pictures(event)).entrySet()) {
                writePicture(out, each, event, picture.getKey(), picture.getValue());
              }
            }
          }
        }
        zip.add("attachments.jsonl", out -> Files.copy(lines, out));
      } finally {
        Files.deleteIfExists(lines);
      }
      List<String> present =
          pictures.entrySet().stream()
              .filter(Map.Entry::getValue)
              .map(Map.Entry::getKey)
              .sorted()
              .toList();
      for (String hash : present) {
        ImageStore.Stored stored = find(hash);
        if (stored != null) {
          try (InputStream in = stored.open(0)) {
            zip.add("attachments/" + hash, in::transferTo);
          }
        }
      }
    }

    private void writePicture(
        OutputStream out,
        BundledConversation conversation,
        LoggedEvent event,
        String hash,
        ImageId image)
        throws IOException {
      if (SeenMessages.isErased(event)) {
        return;
      }
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("conversation", conversation.id().value());
      line.put("position", event.sequence());
      line.put("imageId", image.value());
      line.put("hash", hash);
      String why = why(hash);
      if (why != null) {
        line.put("missing", why);
        missing++;
      }
      if (pictures.size() == BundleZip.MAX_FILES) {
        throw new BundleZip.TooLarge();
      }
      pictures.put(hash, why == null);
      out.write(JSON.writeValueAsBytes(line));
      out.write('\n');
    }

    /// Why a picture is missing; null if it is there.
    private @Nullable String why(String hash) {
      if (pictures.getOrDefault(hash, false)) {
        return null;
      }
      try {
        ImageStore.Stored stored = find(hash);
        if (stored == null) {
          return images == null ? NO_STORE : NOT_STORED;
        }
        MessageDigest digest = BundleZip.sha256();
        try (InputStream in = stored.open(0);
            OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
          long unused = in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest()).equals(hash) ? null : DAMAGED;
      } catch (IOException _) {
        return NO_STORE;
      }
    }

    private ImageStore.@Nullable Stored find(String hash) throws IOException {
      Optional<ImageStore.Stored> found =
          images == null
              ? Optional.empty()
              : images.find(new ContentHash(hash), ImageStore.ORIGINAL);
      return found.orElse(null);
    }

    /// The events of a conversation within the range.
    private Iterator<LoggedEvent> events(BundledConversation conversation) {
      Iterator<LoggedEvent> all = log.iterate(conversation.id().value(), conversation.first());
      return new Iterator<>() {
        private long left = conversation.events();

        @Override
        public boolean hasNext() {
          return left > 0 && all.hasNext();
        }

        @Override
        public LoggedEvent next() {
          left--;
          return held.open(all.next(), holds);
        }
      };
    }

    private void writePage(BundleZip zip, BundlePages pages, @Nullable Checkpoint checkpoint)
        throws IOException {
      zip.add(
          "timeline.html",
          out -> {
            out.write(bytes(pageHead(pages, checkpoint)));
            for (BundledConversation each : conversations) {
              out.write(bytes(sectionHead(pages, each)));
              Iterator<LoggedEvent> found = events(each);
              while (found.hasNext()) {
                out.write(bytes(pages.row(found.next(), pictures)));
                progressed();
              }
              out.write(bytes("</tbody></table></section>\n"));
            }
            out.write(bytes("</body></html>\n"));
          });
    }

    private String pageHead(BundlePages pages, @Nullable Checkpoint checkpoint) {
      StringBuilder head = new StringBuilder();
      head.append(
          """
          <!doctype html>
          <html lang="en"><head><meta charset="utf-8">
          <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Disclosed conversations</title>
          <style>
          """);
      head.append(BundlePages.STYLE)
          .append("</style></head><body>\n<h1>Disclosed conversations</h1>\n");
      head.append("<table class=\"facts\"><tbody>\n");
      fact(head, "Case", about.caseId().value());
      fact(head, "To find out", about.opened().purpose());
      fact(head, "Legal basis", about.opened().basis());
      fact(head, "Bundle", about.bundleId());
      fact(head, "Made by", pages.name(about.by()) + " (" + about.by().value() + ")");
      fact(head, "Made at", BundlePages.time(about.at()));
      fact(
          head,
          "Period",
          (request.from() == null
                  ? "from the beginning"
                  : "from " + BundlePages.time(request.from()))
              + (request.to() == null
                  ? " until it was made"
                  : " to " + BundlePages.time(request.to())));
      fact(
          head,
          "Proof",
          checkpoint == null
              ? "None: the server has no transparency log. Nothing in this bundle proves that it is complete or unchanged."
              : "Transparency log "
                  + checkpoint.origin()
                  + ", size "
                  + checkpoint.size()
                  + ", root "
                  + checkpoint.root().base64()
                  + ". Verify the file with verify.jar; this page is made for reading and proves nothing by itself.");
      head.append(
          "</tbody></table>\n<p class=\"note\">Times are those of the server's clock, in UTC. ");
      head.append(
          "Names are those that people have today. The order is that of the numbers.</p>\n");
      return head.toString();
    }

    private void fact(StringBuilder head, String name, @Nullable String value) {
      head.append("<tr><th scope=\"row\">").append(name).append("</th><td dir=\"auto\">");
      head.append(BundlePages.html(value == null ? "" : value)).append("</td></tr>\n");
    }

    private String sectionHead(BundlePages pages, BundledConversation each) {
      StringBuilder head = new StringBuilder("<section><h2 dir=\"auto\">");
      head.append(BundlePages.html(each.name() == null ? "Private chat" : each.name()));
      head.append("</h2>\n<p class=\"note\">Conversation <span class=\"id\">").append(each.id());
      head.append("</span>. ");
      if (each.events() == 0) {
        head.append("Nothing in this period.");
      } else {
        head.append("Numbers ").append(each.first()).append(" to ").append(each.last());
        head.append(", without a gap.");
      }
      head.append(" Everybody who is or was a member: ");
      head.append(
          BundlePages.html(
              String.join(
                  ", ",
                  each.everMembers().stream()
                      .map(person -> {
                        Handle handle = handles.get(person);
                        return pages.name(person)
                            + (handle == null ? "" : " (@" + handle.value() + ")");
                      })
                      .sorted()
                      .toList())));
      head.append(".</p>\n<table><thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Time</th>");
      head.append("<th scope=\"col\">Who</th><th scope=\"col\">What</th></tr></thead><tbody>\n");
      return head.toString();
    }

    private void writeTable(OutputStream out, BundlePages pages) throws IOException {
      // The mark by which spreadsheets recognise UTF-8.
      out.write(bytes("\ufeff" + BundlePages.CSV_HEAD));
      for (BundledConversation each : conversations) {
        Iterator<LoggedEvent> found = events(each);
        while (found.hasNext()) {
          out.write(bytes(pages.csv(found.next())));
          progressed();
        }
      }
    }

    private void writeMails(BundleZip zip, BundlePages pages) throws IOException {
      for (BundledConversation each : conversations) {
        Iterator<LoggedEvent> found = events(each);
        while (found.hasNext()) {
          LoggedEvent event = found.next();
          String mail = pages.mail(event, each.name());
          if (mail != null) {
            zip.add("messages.eml/" + each.id() + '.' + event.sequence() + ".eml", bytes(mail));
          }
          progressed();
        }
      }
    }

    private byte[] manifest(
        BundleZip zip, @Nullable Checkpoint checkpoint, BundlePages pages, long omitted) {
      manifest.put("format", "powow-bundle/1");
      manifest.put("bundleId", about.bundleId());
      manifest.put("caseId", about.caseId().value());
      put("purpose", about.opened().purpose());
      put("basis", about.opened().basis());
      manifest.put("madeBy", about.by().value());
      manifest.put("madeAt", about.at().toString());
      Map<String, Object> query = new LinkedHashMap<>();
      query.put("conversations", request.conversations().stream().map(Object::toString).toList());
      query.put("people", request.people().stream().map(Object::toString).toList());
      if (request.from() != null) {
        query.put("from", request.from().toString());
      }
      if (request.to() != null) {
        query.put("to", request.to().toString());
      }
      manifest.put("query", query);
      if (proofs != null && checkpoint != null) {
        manifest.put(
            "log",
            Map.of(
                "origin",
                checkpoint.origin(),
                "key",
                proofs.transparency().keys().getFirst().toString(),
                "size",
                checkpoint.size(),
                "root",
                checkpoint.root().base64()));
        previous(proofs.transparency(), checkpoint);
      }
      manifest.put("conversations", conversations.stream().map(this::described).toList());
      List<Map<String, String>> people = new ArrayList<>();
      handles.forEach((person, handle) ->
          people.add(
              Map.of("id", person.value(), "name", pages.name(person), "handle", handle.value())));
      manifest.put("people", people);
      manifest.put(
          "counts",
          Map.of(
              "events", events,
              "erased", erased,
              "omitted", omitted,
              "pictures", (long) pictures.size(),
              "missingPictures", missing));
      manifest.put("files", zip.files());
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    }

    private void put(String name, @Nullable String value) {
      if (value != null) {
        manifest.put(name, value);
      }
    }

    private void previous(TransparencyLog transparency, Checkpoint checkpoint) {
      BundleMade before = about.previous();
      if (before == null
          || before.treeRoot() == null
          || before.treeSize() < 1
          || before.treeSize() > checkpoint.size()) {
        return;
      }
      try {
        List<String> proof =
            transparency.consistency(before.treeSize(), checkpoint.size()).stream()
                .map(TreeHash::base64)
                .toList();
        manifest.put(
            "previous",
            Map.of(
                "bundleId", before.bundleId(),
                "size", before.treeSize(),
                "root", before.treeRoot(),
                "proof", proof));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Map<String, Object> described(BundledConversation each) {
      Map<String, Object> described = new LinkedHashMap<>();
      described.put("id", each.id().value());
      if (each.name() != null) {
        described.put("name", each.name());
      }
      if (proofs != null) {
        described.put(
            "tagKey", Base64.getEncoder().encodeToString(proofs.tagKey(each.id().value())));
      }
      described.put("first", each.first());
      described.put("last", each.last());
      described.put("openEnd", each.last() + 1 == each.next());
      described.put(
          "everMembers", each.everMembers().stream().map(PersonId::value).sorted().toList());
      return described;
    }
  }

  /// The leaves of a proof, from the file of their indexes.
  private static final class KeptLeaves implements SparseProof.Leaves {
    private final DataInputStream kept;
    private long next;

    KeptLeaves(DataInputStream kept) throws IOException {
      this.kept = kept;
      advance();
    }

    private void advance() throws IOException {
      try {
        next = kept.readLong() - 1;
      } catch (EOFException _) {
        next = Long.MAX_VALUE;
      }
    }

    @Override
    public long next() {
      return next;
    }

    @Override
    public TreeHash take() {
      try {
        advance();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return TreeHash.EMPTY;
    }
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = BundleZip.sha256();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      long unused = in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
