package info.powow.audit;

import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.staff.StaffScope;
import info.powow.http.PacedOutput;
import info.powow.identity.Staff;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Creates bundles of a case, reports their progress, and delivers them.
@RestController
@Tag(name = "Audit")
class BundleController {
  private static final int CHUNK = 1 << 16;

  private final Bundles bundles;
  private final LoggedCases cases;
  private final BundleKey key;
  private final Semaphore downloads;

  /// @param concurrency how many bundles can be downloaded at the same time
  BundleController(Bundles bundles, LoggedCases cases, BundleKey key, AuditProperties properties) {
    this.bundles = bundles;
    this.cases = cases;
    this.key = key;
    this.downloads = new Semaphore(properties.concurrency());
  }

  /// The public key that signs bundles.
  @FunctionalInterface
  interface BundleKey {
    /// Null if there is no transparency log.
    @Nullable String value();
  }

  /// @param conversations those that the bundle contains
  /// @param people whose conversations are added, for the people of the case
  /// @param from no event before this time
  /// @param to no event after this time
  /// @param formats what is added to the events and the page to read
  record BundleToMake(
      @Nullable List<ConversationId> conversations,
      @Nullable List<PersonId> people,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Set<BundleRequest.Format> formats) {}

  /// @param percent how far it is, from 0 to 100
  /// @param failure a code of a refusal; absent unless it failed
  /// @param events the number of events in it; absent before it is ready
  /// @param bytes the size of its file
  /// @param hash SHA-256 of its file, in hexadecimal
  /// @param key the public key that signed it; absent without a transparency log, and then nothing
  ///     proves the bundle
  record AuditBundle(
      String bundleId,
      CaseId caseId,
      PersonId by,
      Instant at,
      Bundles.Status status,
      int percent,
      @Nullable String failure,
      @Nullable Long events,
      @Nullable Long bytes,
      @Nullable String hash,
      @Nullable String key) {}

  record AuditBundles(List<AuditBundle> bundles) {}

  @Operation(
      summary = "Makes a bundle: disclosed conversations that somebody can verify offline",
      description =
          "Answers at once; `GET …/bundles/{bundleId}` says how far it is. What is outside of the case is refused"
              + " like a case that is not open, and recorded.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {
                                "conversations": ["g71c2f0a55d6e4b0f9a1e"],
                                "from": "2026-11-24T00:00:00Z",
                                "to": "2026-11-25T00:00:00Z",
                                "formats": ["eml", "csv"]
                              }
                              """))))
  @PostMapping("/api/audit/cases/{id}/bundles")
  @ResponseStatus(HttpStatus.ACCEPTED)
  AuditBundle makeBundle(Staff staff, @PathVariable String id, @RequestBody BundleToMake body) {
    staff.require(StaffScope.AUDIT);
    BundleRequest request =
        new BundleRequest(
            Objects.requireNonNullElse(body.conversations(), List.of()),
            Objects.requireNonNullElse(body.people(), List.of()),
            body.from(),
            body.to(),
            Objects.requireNonNullElse(body.formats(), Set.of()));
    return shown(bundles.begin(staff, new CaseId(id), request));
  }

  @Operation(summary = "The bundles of a case that can be fetched or are being made, newest first")
  @GetMapping("/api/audit/cases/{id}/bundles")
  AuditBundles bundles(Staff staff, @PathVariable String id) {
    CaseId caseId = requireCase(id);
    return new AuditBundles(bundles.of(caseId).stream().map(this::shown).toList());
  }

  @Operation(summary = "How far a bundle is")
  @GetMapping("/api/audit/cases/{id}/bundles/{bundle}")
  AuditBundle bundle(Staff staff, @PathVariable String id, @PathVariable String bundle) {
    return shown(bundles.require(requireCase(id), bundle));
  }

  private CaseId requireCase(String id) {
    CaseId caseId = new CaseId(id);
    if (cases.all().find(caseId).isEmpty()) {
      throw new Rejected(Reason.CASE_NOT_FOUND);
    }
    return caseId;
  }

  private AuditBundle shown(Bundles.Job job) {
    BundleWriter.Made made = job.made();
    Reason failure = job.failure();
    return new AuditBundle(
        job.id,
        job.caseId,
        job.by,
        job.at,
        job.status(),
        job.percent(),
        failure == null ? null : failure.code(),
        made == null ? null : made.events(),
        made == null ? null : made.bytes(),
        made == null ? null : made.hash(),
        made == null || made.treeSize() == 0 ? null : key.value());
  }

  @Operation(
      summary = "The file of a bundle that is ready",
      description =
          "That it is fetched is recorded before the first byte leaves. Answers `ETag`, and to `Range`, so that a download"
              + " that broke off is resumed.")
  @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/zip"))
  @GetMapping("/api/audit/cases/{id}/bundles/{bundle}/content")
  void content(
      Staff staff,
      @PathVariable String id,
      @PathVariable String bundle,
      @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    staff.require(StaffScope.AUDIT);
    if (!downloads.tryAcquire()) {
      throw new Rejected(Reason.OVERLOADED);
    }
    try {
      send(staff, new CaseId(id), bundle, headers, request, response);
    } finally {
      downloads.release();
    }
  }

  private void send(
      Staff staff,
      CaseId caseId,
      String id,
      HttpHeaders headers,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    HttpRange range = range(headers);
    // The start of a suffix range depends on the length, which is not known yet.
    long first = range == null ? 0 : range.getRangeStart(BundleZip.MAX_BYTES);
    Bundles.Job job = bundles.fetch(staff, caseId, id, first);
    BundleWriter.Made made = Objects.requireNonNull(job.made());
    String tag = '"' + made.hash() + '"';
    String ifRange = headers.getFirst(HttpHeaders.IF_RANGE);
    HttpRange part = ifRange == null || ifRange.equals(tag) ? range : null;
    long from = part == null ? 0 : part.getRangeStart(made.bytes());
    if (from >= made.bytes()) {
      throw Rejected.field("Range", "a range within " + made.bytes() + " bytes", "another range");
    }
    long to = part == null ? made.bytes() - 1 : part.getRangeEnd(made.bytes());
    try (FileChannel file = FileChannel.open(job.file(), StandardOpenOption.READ)) {
      response.setContentType("application/zip");
      response.setHeader(HttpHeaders.ETAG, tag);
      response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"bundle-" + job.id + ".zip\"");
      if (part != null) {
        response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
        response.setHeader(
            HttpHeaders.CONTENT_RANGE, "bytes " + from + "-" + to + "/" + made.bytes());
      }
      response.setContentLengthLong(to - from + 1);
      if (!request.getMethod().equals("HEAD")) {
        copy(file, from, to + 1, new PacedOutput(response.getOutputStream()));
      }
    } catch (NoSuchFileException _) {
      throw new Rejected(Reason.CASE_NOT_FOUND);
    }
  }

  private static void copy(FileChannel file, long from, long to, OutputStream out)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (long at = from; at < to; ) {
      chunk.clear().limit((int) Math.min(CHUNK, to - at));
      int read = file.read(chunk, at);
      if (read < 0) {
        throw new IOException("the file of the bundle is cut off");
      }
      out.write(chunk.array(), 0, read);
      at += read;
    }
  }

  /// The requested range. Null, for the whole file, if there are several (RFC 9110, 14.2) or none.
  private static @Nullable HttpRange range(HttpHeaders headers) {
    try {
      List<HttpRange> ranges = headers.getRange();
      return ranges.size() == 1 ? ranges.getFirst() : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
