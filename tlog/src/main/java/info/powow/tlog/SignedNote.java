package info.powow.tlog;

import java.util.ArrayList;
import java.util.List;

/// A text and its signatures (C2SP signed-note).
///
/// @param text ends with a line break
public record SignedNote(String text, List<NoteSignature> signatures) {
  /// A note with sixteen signatures of ML-DSA-44 is shorter.
  public static final int MAX_BYTES = 1 << 17;

  private static final String BREAK = "\n\n";

  public SignedNote {
    if (!text.endsWith("\n") || text.codePoints().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new MalformedNote("the text of a note consists of lines without control characters");
    }
    signatures = List.copyOf(signatures);
  }

  /// @throws MalformedNote if it is not a signed note
  public static SignedNote parse(String note) {
    int end = note.lastIndexOf(BREAK);
    if (note.length() > MAX_BYTES || end < 0 || !note.endsWith("\n")) {
      throw new MalformedNote("a note is a text, an empty line, and signatures");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : note.substring(end + BREAK.length()).lines().toList()) {
      signatures.add(NoteSignature.parse(line));
    }
    if (signatures.isEmpty()) {
      throw new MalformedNote("a note has at least one signature");
    }
    return new SignedNote(note.substring(0, end + 1), signatures);
  }

  public SignedNote with(NoteSignature signature) {
    List<NoteSignature> more = new ArrayList<>(signatures);
    more.add(signature);
    return new SignedNote(text, more);
  }

  /// Whether this key signed the text. A note with a wrong signature of the key is not signed by it,
  /// even if another signature is right.
  public boolean isSignedBy(VerifierKey key) {
    boolean signed = false;
    for (NoteSignature signature : signatures) {
      if (signature.name().equals(key.name()) && signature.keyId() == key.keyId()) {
        if (!key.verifies(text, signature.signature())) {
          return false;
        }
        signed = true;
      }
    }
    return signed;
  }

  @Override
  public String toString() {
    StringBuilder note = new StringBuilder(text).append('\n');
    for (NoteSignature signature : signatures) {
      note.append(signature).append('\n');
    }
    return note.toString();
  }
}
