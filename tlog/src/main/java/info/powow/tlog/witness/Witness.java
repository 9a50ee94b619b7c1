package info.powow.tlog.witness;

import info.powow.tlog.Checkpoint;
import info.powow.tlog.Continuation;
import info.powow.tlog.MalformedNote;
import info.powow.tlog.NoteSignature;
import info.powow.tlog.SignatureType;
import info.powow.tlog.SignedNote;
import info.powow.tlog.SigningKey;
import info.powow.tlog.TileReader;
import info.powow.tlog.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks the checkpoints of one log against those that it cosigned before, and cosigns them.
final class Witness {
  private final Path file;
  private final Clock clock;
  private WitnessState state;

  private Witness(Path file, WitnessState state, Clock clock) {
    this.file = file;
    this.state = state;
    this.clock = clock;
  }

  /// What a witness says of a checkpoint.
  sealed interface Verdict {
    /// @param note with the witness's signatures
    record Cosigned(SignedNote note) implements Verdict {}

    /// Nothing is decided: asking again may help.
    record Unverified(String why) implements Verdict {}

    /// The log is refused, now and for ever.
    record Refused(String why) implements Verdict {}
  }

  /// @return null if there is no state yet
  static @Nullable Witness open(Path file, Clock clock) throws IOException {
    WitnessState state = WitnessState.read(file);
    return state == null ? null : new Witness(file, state, clock);
  }

  /// Makes the keys of a new witness.
  static Witness begin(Path file, String name, VerifierKey log, Clock clock) throws IOException {
    List<SigningKey> keys =
        List.of(
            SigningKey.make(name, SignatureType.ED25519_COSIGNATURE),
            SigningKey.make(name, SignatureType.ML_DSA_44_COSIGNATURE));
    WitnessState state = new WitnessState(keys, log, null, null);
    state.write(file);
    return new Witness(file, state, clock);
  }

  VerifierKey log() {
    return state.log();
  }

  List<VerifierKey> keys() {
    return state.keys().stream().map(SigningKey::verifier).toList();
  }

  /// Why this log is refused for ever; null if it is not.
  @Nullable String refusal() {
    SignedNote forked = state.forked();
    SignedNote cosigned = state.cosigned();
    if (forked == null || cosigned == null) {
      return null;
    }
    Checkpoint was = Checkpoint.parse(cosigned.text());
    Checkpoint became = Checkpoint.parse(forked.text());
    return "The log "
        + was.origin()
        + " forked: it signed "
        + was.size()
        + " entries with the root "
        + was.root().base64()
        + ", and later "
        + became.size()
        + " entries with the root "
        + became.root().base64()
        + ", which do not begin with them. Both signed checkpoints are in "
        + file
        + ", as proof. It is never cosigned again.";
  }

  /// @param text a checkpoint as the log served it
  /// @param tiles of the log
  Verdict see(String text, TileReader tiles) throws IOException {
    String refusal = refusal();
    if (refusal != null) {
      return new Verdict.Refused(refusal);
    }
    SignedNote note;
    Checkpoint newer;
    try {
      note = SignedNote.parse(text);
      newer = Checkpoint.parse(note.text());
    } catch (MalformedNote e) {
      return new Verdict.Unverified("This is not a checkpoint: " + e.getMessage());
    }
    if (!newer.origin().equals(state.log().name())) {
      return new Verdict.Refused(
          "The log is another one: "
              + newer.origin()
              + ", and not "
              + state.log().name()
              + ". It was restored from a backup, or replaced. If you know why, begin anew with"
              + " another state file, and keep "
              + file
              + ".");
    }
    if (!note.isSignedBy(state.log())) {
      return new Verdict.Unverified("The checkpoint is not signed with the key of the log.");
    }
    SignedNote cosigned = state.cosigned();
    if (cosigned == null) {
      return cosign(note);
    }
    Checkpoint older = Checkpoint.parse(cosigned.text());
    if (newer.size() < older.size()) {
      return new Verdict.Unverified(
          "The log has "
              + newer.size()
              + " entries, fewer than the "
              + older.size()
              + " that were cosigned: an old answer, or the log lost entries.");
    }
    return switch (Continuation.between(older, newer, tiles)) {
      case Continuation.Continues _ -> cosign(note);
      case Continuation.Undecided(String why) ->
          new Verdict.Unverified("The checkpoint could not be checked: " + why);
      case Continuation.Fork _ -> {
        state = state.withFork(note);
        state.write(file);
        yield new Verdict.Refused(String.valueOf(refusal()));
      }
    };
  }

  private Verdict cosign(SignedNote note) throws IOException {
    SignedNote cosigned =
        new SignedNote(
            note.text(),
            note.signatures().stream()
                .filter(signature -> signature.name().equals(state.log().name()))
                .toList());
    for (SigningKey key : state.keys()) {
      NoteSignature signature = key.sign(note.text(), clock.instant());
      cosigned = cosigned.with(signature);
    }
    // Durable before anybody sees the signature, or a crash could make us sign a fork.
    state = state.withCosigned(cosigned);
    state.write(file);
    return new Verdict.Cosigned(cosigned);
  }
}
