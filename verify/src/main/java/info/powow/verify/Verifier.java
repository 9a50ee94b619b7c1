package info.powow.verify;

import info.powow.tlog.Checkpoint;
import info.powow.tlog.MalformedNote;
import info.powow.tlog.ManifestNote;
import info.powow.tlog.SignedNote;
import info.powow.tlog.SparseProof;
import info.powow.tlog.TreeHash;
import info.powow.tlog.Verification;
import info.powow.tlog.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Verifies one bundle, reading it from its beginning to its end once. Its memory depends on the
/// number of files and conversations, not on the number of events.
final class Verifier {
  static final String MANIFEST = "manifest.json";
  static final String SIGNATURE = "manifest.sig";
  static final String EVENTS = "events.jsonl";
  static final String OMITTED = "omitted.jsonl";
  static final String PROOF = "proof.bin";
  static final String CHECKPOINT = "checkpoint.txt";
  static final String ATTACHMENTS = "attachments.jsonl";

  private static final String ATTACHMENT = "attachments/";
  private static final int LARGEST_MANIFEST = 16 << 20;

  private final Report report = new Report();
  private final @Nullable VerifierKey trusted;
  private final LongConsumer progress;
  private final Set<String> pictures = new HashSet<>();
  private final Map<String, String> hashes = new HashMap<>();
  private long done;

  /// @param trusted the key of the log, from somebody whom the auditor trusts; null if they have none
  /// @param progress receives how many bytes were verified
  Verifier(@Nullable VerifierKey trusted, LongConsumer progress) {
    this.trusted = trusted;
    this.progress = progress;
  }

  Report verify(Path bundle) throws IOException {
    try (FileChannel channel = FileChannel.open(bundle, StandardOpenOption.READ)) {
      verify(new Container(channel, this::progress));
    } catch (Broken e) {
      report.bad(String.valueOf(e.getMessage()));
    } catch (UncheckedBroken e) {
      report.bad(String.valueOf(e.broken.getMessage()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (MalformedNote | DateTimeException | IllegalArgumentException e) {
      report.bad("the bundle is malformed: " + e.getMessage());
    }
    return report;
  }

  /// Within a callback.
  private static final class UncheckedBroken extends RuntimeException {
    final Broken broken;

    UncheckedBroken(Broken broken) {
      super(broken);
      this.broken = broken;
    }
  }

  private void verify(Container container) throws IOException, Broken {
    byte[] json = container.open(MANIFEST).all(LARGEST_MANIFEST);
    // The signature first: a manifest that was changed should be named as such.
    VerifierKey key = signer(container, json);
    Manifest manifest = Manifest.parse(json);
    checksum(container, MANIFEST);
    report.about(
        "Bundle "
            + manifest.bundle()
            + " of case "
            + manifest.caseId()
            + ", made by "
            + manifest.madeBy()
            + " at "
            + manifest.madeAt());
    if (manifest.log() != null && key == null) {
      throw new Broken(
          MANIFEST + " says that there is a transparency log, but " + SIGNATURE + " is missing");
    }
    if (manifest.log() == null && key != null) {
      throw new Broken(MANIFEST + " is signed, but does not name the transparency log");
    }
    if (key == null) {
      report.incomplete(
          "There was no transparency log: nothing is signed, and nothing proves that the events are"
              + " those of the server's log. Only the files and their numbers were checked.");
    }
    sameFiles(container, manifest);
    events(container, manifest, key);
    attachments(container);
    for (Manifest.Listed file : manifest.files()) {
      String hash = hashes.get(file.name());
      if (hash == null) {
        hash = container.open(file.name()).hash();
      }
      if (!hash.equals(file.sha256())) {
        report.bad(file.name() + " was changed: the manifest has another hash of it");
      }
      if (file.name().startsWith(ATTACHMENT) && !file.name().equals(ATTACHMENT + hash)) {
        report.bad(file.name() + " is another picture than its name says");
      }
    }
    honesty(manifest, key);
  }

  private void checksum(Container container, String name) throws IOException, Broken {
    String unused = container.open(name).hash();
  }

  private void honesty(Manifest manifest, @Nullable VerifierKey key) {
    String signed = key == null ? "" : ", which the server signed";
    report.onTrust(
        "Names of people, timeline.html, e-mails and tables: the server made them from the events"
            + signed
            + ". The proofs are about events.jsonl and the pictures.");
    report.onTrust(
        "The times of events: they are those of the server's clock. Their order is proved.");
    if (key != null) {
      report.proved(
          "All files are those that the server signed when it made the bundle ("
              + manifest.files().size()
              + " files).");
    }
  }

  /// Verifies the signature of the manifest.
  ///
  /// @return the key that signed; null if there is no signature
  private @Nullable VerifierKey signer(Container container, byte[] json)
      throws IOException, Broken {
    if (!container.has(SIGNATURE)) {
      if (trusted != null || container.has(CHECKPOINT)) {
        throw new Broken(SIGNATURE + " is missing: the bundle is not signed");
      }
      return null;
    }
    SignedNote note = note(container, SIGNATURE);
    ManifestNote signed;
    VerifierKey key;
    try {
      signed = ManifestNote.parse(note.text());
      key = keyOf(signed.origin(), json);
    } catch (MalformedNote e) {
      throw new Broken(SIGNATURE + " was changed: " + e.getMessage());
    }
    if (!note.isSignedBy(key) || note.signatures().size() != 1) {
      throw new Broken(SIGNATURE + " was changed, or is not signed by the key " + key);
    }
    if (!signed.manifest().equals(TreeHash.of(TreeHash.sha256(json)))) {
      throw new Broken(MANIFEST + " was changed: it is not the one that was signed");
    }
    return key;
  }

  /// The given key, or without one that which the manifest names.
  private VerifierKey keyOf(String origin, byte[] json) throws Broken {
    Manifest.Log log = null;
    try {
      log = Manifest.parse(json).log();
    } catch (Broken e) {
      if (trusted == null) {
        throw e;
      }
    }
    if (trusted == null) {
      if (log == null) {
        throw new Broken(MANIFEST + " does not name the key of the log");
      }
      report.incomplete(
          "No key was given (--key): the signatures were checked with the key in the bundle, "
              + log.key()
              + ". Whoever made up a bundle could have made up the key. Ask somebody else for it.");
      return VerifierKey.parse(log.key());
    }
    if (trusted.name().equals(origin) || log == null) {
      return trusted;
    }
    // A log that was restored from a backup has another origin, and the same key.
    VerifierKey own = VerifierKey.parse(log.key());
    return own.hasKeyOf(trusted) ? own : trusted;
  }

  /// Reads a note, in the one form that it has.
  private SignedNote note(Container container, String name) throws IOException, Broken {
    checksum(container, name);
    String text =
        new String(container.open(name).all(SignedNote.MAX_BYTES), StandardCharsets.UTF_8);
    try {
      SignedNote note = SignedNote.parse(text);
      if (note.toString().equals(text)) {
        return note;
      }
    } catch (MalformedNote _) {
      // Refused below.
    }
    throw new Broken(name + " was changed: it is no signed note");
  }

  private void sameFiles(Container container, Manifest manifest) throws Broken {
    List<String> listed = new ArrayList<>();
    for (Manifest.Listed file : manifest.files()) {
      listed.add(file.name());
    }
    listed.add(MANIFEST);
    if (container.has(SIGNATURE)) {
      listed.add(SIGNATURE);
    }
    List<Container.File> files = container.files();
    for (int i = 0; i < Math.max(listed.size(), files.size()); i++) {
      if (i >= files.size()) {
        throw new Broken("the file has no " + listed.get(i) + ", which the manifest lists");
      }
      String name = files.get(i).name();
      if (i >= listed.size() || !name.equals(listed.get(i))) {
        throw new Broken("the file has " + name + " where the manifest lists no such file");
      }
      if (i < manifest.files().size() && files.get(i).bytes() != manifest.files().get(i).bytes()) {
        report.bad(name + " was changed: it has another length than the manifest says");
      }
    }
  }

  private void events(Container container, Manifest manifest, @Nullable VerifierKey key)
      throws IOException, Broken {
    Map<String, byte[]> tags = new HashMap<>();
    boolean proved = key != null;
    if (proved) {
      manifest.conversations().forEach((id, each) -> tags.put(id, EventFile.tag(each)));
    }
    EventFile events = new EventFile(container.open(EVENTS), tags, proved, report, pictures::add);
    EventFile omitted = new EventFile(container.open(OMITTED), tags, proved, report, _ -> {});
    Completeness completeness = new Completeness(manifest, report);
    Merged merged = new Merged(events, omitted, completeness);
    if (key != null) {
      prove(container, manifest, key, merged);
    } else {
      while (merged.next() != Long.MAX_VALUE) {
        merged.skip();
      }
    }
    completeness.end(manifest, proved);
    hashes.put(EVENTS, events.content().hash());
    hashes.put(OMITTED, omitted.content().hash());
  }

  private void prove(Container container, Manifest manifest, VerifierKey key, Merged merged)
      throws IOException, Broken {
    Manifest.Log log = manifest.log();
    if (log == null) {
      throw new Broken(MANIFEST + " does not name the transparency log");
    }
    SignedNote note = note(container, CHECKPOINT);
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (!note.isSignedBy(key)) {
      throw new Broken(CHECKPOINT + " was changed, or is not signed by the key " + key);
    }
    if (checkpoint.size() != log.size() || !checkpoint.root().base64().equals(log.root())) {
      throw new Broken(CHECKPOINT + " is another checkpoint than the manifest names");
    }
    Content proof = container.open(PROOF);
    boolean[] tooShort = new boolean[1];
    TreeHash root =
        SparseProof.root(
            checkpoint.size(),
            merged,
            () -> {
              try {
                byte[] hash = proof.next(TreeHash.BYTES);
                if (hash.length == TreeHash.BYTES) {
                  return TreeHash.of(hash);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (Broken e) {
                throw new UncheckedBroken(e);
              }
              tooShort[0] = true;
              return TreeHash.EMPTY;
            });
    boolean tooLong = proof.next(1).length > 0;
    if (merged.next() != Long.MAX_VALUE) {
      throw new Broken(merged.where() + " is not in the log: the checkpoint ends before it");
    }
    hashes.put(PROOF, proof.hash());
    if (tooShort[0] || tooLong || !root.equals(checkpoint.root())) {
      report.bad(
          EVENTS
              + ", "
              + OMITTED
              + " and "
              + PROOF
              + " do not lead to the root of the checkpoint: an event was changed, is missing, or was"
              + " never in the log");
      return;
    }
    report.proved(
        "Each of the "
            + (manifest.events() + manifest.erased())
            + " events is in the log "
            + checkpoint.origin()
            + " of "
            + checkpoint.size()
            + " events, as its server signed it: these words, by this author, in this order.");
    previous(manifest, checkpoint);
  }

  private void previous(Manifest manifest, Checkpoint checkpoint) throws Broken {
    Manifest.Previous previous = manifest.previous();
    if (previous == null) {
      return;
    }
    List<TreeHash> proof = new ArrayList<>();
    for (String each : previous.proof()) {
      proof.add(TreeHash.ofBase64(each));
    }
    if (!Verification.consistency(
        previous.size(),
        TreeHash.ofBase64(previous.root()),
        checkpoint.size(),
        checkpoint.root(),
        proof)) {
      throw new Broken("the log does not continue that of bundle " + previous.bundle());
    }
    report.proved(
        "The log continues that of bundle "
            + previous.bundle()
            + ", which was made before (size "
            + previous.size()
            + ", root "
            + previous.root()
            + "): nothing before was changed in between. Compare with that bundle if you have it.");
  }

  /// Each picture that an event names is there, or a line says why it is not.
  private void attachments(Container container) throws IOException, Broken {
    Content lines = container.open(ATTACHMENTS);
    Set<String> explained = new HashSet<>();
    while (lines.nextLine()) {
      String where = ATTACHMENTS + " line " + lines.line();
      Manifest.Fields line = new Manifest.Fields(where, Json.object(lines.lineBytes(), where));
      String hash = line.text("hash");
      if (!pictures.contains(hash)) {
        report.bad(where + " names a picture that no event has");
      }
      explained.add(hash);
      if (line.has("missing")) {
        report.incomplete(
            "The picture "
                + hash
                + " of conversation "
                + line.text("conversation")
                + ", position "
                + line.number("position")
                + " is missing: "
                + line.text("missing"));
      } else if (!container.has(ATTACHMENT + hash)) {
        report.bad(where + " names " + ATTACHMENT + hash + ", which the file does not have");
      }
    }
    for (String picture : pictures) {
      if (!explained.contains(picture)) {
        report.bad("the picture " + picture + " is missing, and no line says why");
      }
    }
    for (Container.File file : container.files()) {
      if (file.name().startsWith(ATTACHMENT)
          && !pictures.contains(file.name().substring(ATTACHMENT.length()))) {
        report.bad(file.name() + " is a picture that no event has");
      }
    }
    hashes.put(ATTACHMENTS, lines.hash());
  }

  private void progress(int bytes) {
    done += bytes;
    progress.accept(done);
  }

  /// The lines of both files in the order of the log.
  private final class Merged implements SparseProof.Leaves {
    private final EventFile events;
    private final EventFile omitted;
    private final Completeness completeness;

    Merged(EventFile events, EventFile omitted, Completeness completeness) {
      this.events = events;
      this.omitted = omitted;
      this.completeness = completeness;
    }

    @Override
    public long next() {
      return Math.min(indexOf(events), indexOf(omitted));
    }

    private static long indexOf(EventFile file) {
      EventLine line = file.peek();
      return line == null ? Long.MAX_VALUE : line.index - 1;
    }

    private EventFile first() {
      return indexOf(events) <= indexOf(omitted) ? events : omitted;
    }

    String where() {
      return first().where();
    }

    @Override
    public TreeHash take() {
      TreeHash leaf = first().leaf();
      skip();
      return leaf;
    }

    void skip() {
      EventFile file = first();
      EventLine line = file.peek();
      if (line == null) {
        throw new IllegalStateException("there is no line");
      }
      completeness.add(line, file.where());
      long index = line.index;
      try {
        file.advance();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Broken e) {
        throw new UncheckedBroken(e);
      }
      if (indexOf(events) == index - 1 || indexOf(omitted) == index - 1) {
        throw new UncheckedBroken(new Broken(where() + " has the index of another line"));
      }
    }
  }
}
