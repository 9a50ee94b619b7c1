package info.powow.query.transparency;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.transparency.TransparencyLog;
import info.powow.tlog.SignedNote;
import info.powow.tlog.TilePath;
import info.powow.tlog.VerifierKey;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Serves checkpoints and tiles as C2SP tlog-tiles says. Where the log is not public, all of it is
/// answered like any path that does not exist.
@RestController
class TransparencyController {
  private static final String PREFIX = "/tlog/";
  private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
  private static final CacheControl FOR_GOOD =
      CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

  private final TransparencyLog log;
  private final boolean open;

  TransparencyController(TransparencyLog log, boolean open) {
    this.log = log;
    this.open = open;
  }

  @GetMapping("/tlog/checkpoint")
  ResponseEntity<byte[]> checkpoint() {
    requireOpen();
    SignedNote note = log.checkpoint().orElseThrow(() -> new Rejected(Reason.NOT_FOUND));
    return text(note.toString());
  }

  /// The keys that sign checkpoints, one on a line, in the form of verifier keys (C2SP signed-note).
  @GetMapping("/tlog/keys")
  ResponseEntity<byte[]> keys() {
    requireOpen();
    return text(
        log.keys().stream().map(VerifierKey::toString).collect(Collectors.joining("\n", "", "\n")));
  }

  private static ResponseEntity<byte[]> text(String text) {
    return ResponseEntity.ok()
        .contentType(TEXT)
        .cacheControl(CacheControl.noStore())
        .body(text.getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping("/tlog/tile/**")
  ResponseEntity<byte[]> tile(HttpServletRequest request) throws IOException {
    requireOpen();
    TilePath tile =
        TilePath.parse(request.getRequestURI().substring(PREFIX.length()))
            .orElseThrow(() -> new Rejected(Reason.NOT_FOUND));
    try {
      return ResponseEntity.ok()
          .contentType(MediaType.APPLICATION_OCTET_STREAM)
          .cacheControl(FOR_GOOD)
          .body(log.read(tile));
    } catch (NoSuchFileException _) {
      throw new Rejected(Reason.NOT_FOUND);
    }
  }

  private void requireOpen() {
    if (!open) {
      throw new Rejected(Reason.NOT_FOUND);
    }
  }
}
