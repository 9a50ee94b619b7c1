package info.powow.audit;

import info.powow.domain.CaseId;
import info.powow.domain.HoldId;
import info.powow.domain.PersonId;
import info.powow.domain.audit.CaseEvent.BundleMade;
import info.powow.domain.audit.CaseEvent.CaseOpened;
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
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Writes the file of a bundle. The memory that it needs does not depend on the number of events:
/// they are read from the log once per form.
final class BundleWriter {
  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofSeconds(30);
  private static final int CHUNKS = 4_096;
  private static final int LARGEST_CHUNK = 512;
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
  /// @param images null if this process has no image store
  BundleWriter(
      EventSource log, @Nullable EventProofs proofs, @Nullable ImageStore images, HeldWords held) {
    this.held = held;
    this.log = log;
    this.proofs = proofs;
    this.images = images;
  }

  /// The metadata of a bundle.
  ///
  /// @param previous the previous bundle of the case; null if there is none
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

  /// No checkpoint that covers the bundle was signed in time.
  static final class NoCheckpoint extends IOException {
    NoCheckpoint() {
      super("no signed checkpoint covers the events");
    }
  }

  /// How often the events are read, once per form.
  static int passes(BundleRequest request) {
    return 2 + request.formats().size();
  }

  /// @param conversations those of the bundle, each once
  /// @param maxBytes the largest size of the file
  /// @param progress receives the number of events written so far, over all forms; may throw to
  ///     stop
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
    private final BundlePictures pictures = new BundlePictures(images);
    private long events;
    private long erased;
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
      BundlePeople people = people();
      BundlePages pages = new BundlePages(people);
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
          writeMails(zip, new BundleMails(pages));
        }
        zip.add("README.txt", bytes(README));
        byte[] json =
            new BundleManifest(about, request, conversations, people, proofs)
                .json(
                    checkpoint,
                    new BundleManifest.Counts(
                        events,
                        erased,
                        omitted.size(),
                        pictures.present().size(),
                        pictures.missing()),
                    zip.files());
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

    private BundlePeople people() {
      Set<PersonId> people = new LinkedHashSet<>();
      people.add(about.by());
      conversations.forEach(each -> people.addAll(each.everMembers()));
      return BundlePeople.read(log, people);
    }

    /// The events just before and after the range. They show that nothing in the range is missing.
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

    /// Writes all conversations in the order of the log. Keeps their indexes for the proof.
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

    private void writePictures(BundleZip zip) throws IOException {
      Path lines = file.resolveSibling(file.getFileName() + ".pictures");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(lines))) {
          for (BundledConversation each : conversations) {
            Iterator<LoggedEvent> found = events(each);
            while (found.hasNext()) {
              pictures.list(out, found.next());
            }
          }
        }
        zip.add("attachments.jsonl", out -> Files.copy(lines, out));
      } finally {
        Files.deleteIfExists(lines);
      }
      pictures.addFiles(zip);
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
            out.write(bytes(pages.head(about, request, checkpoint)));
            for (BundledConversation each : conversations) {
              out.write(bytes(pages.sectionHead(each)));
              Iterator<LoggedEvent> found = events(each);
              while (found.hasNext()) {
                out.write(bytes(pages.row(found.next(), pictures.present())));
                progressed();
              }
              out.write(bytes("</tbody></table></section>\n"));
            }
            out.write(bytes("</body></html>\n"));
          });
    }

    private void writeTable(OutputStream out, BundlePages pages) throws IOException {
      // The byte order mark, by which spreadsheets recognise UTF-8.
      out.write(bytes("\ufeff" + BundlePages.CSV_HEAD));
      for (BundledConversation each : conversations) {
        Iterator<LoggedEvent> found = events(each);
        while (found.hasNext()) {
          out.write(bytes(pages.csv(found.next())));
          progressed();
        }
      }
    }

    private void writeMails(BundleZip zip, BundleMails mails) throws IOException {
      for (BundledConversation each : conversations) {
        Iterator<LoggedEvent> found = events(each);
        while (found.hasNext()) {
          LoggedEvent event = found.next();
          String mail = mails.of(event, each.name());
          if (mail != null) {
            zip.add("messages.eml/" + each.id() + '.' + event.sequence() + ".eml", bytes(mail));
          }
          progressed();
        }
      }
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
