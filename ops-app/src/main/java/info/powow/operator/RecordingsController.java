package info.powow.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.identity.Staff;
import info.powow.operator.FlightRecordings.MadeRecording;
import info.powow.operator.FlightRecordings.RunningRecording;
import info.powow.operator.OpsAutoConfiguration.NodeName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Flight recordings of the node that receives the request.
@RestController
@Tag(name = "Operators")
final class RecordingsController {
  private final NodeName node;
  private final FlightRecordings recordings;
  private final OperatorActions actions;

  RecordingsController(NodeName node, FlightRecordings recordings, OperatorActions actions) {
    this.node = node;
    this.recordings = recordings;
    this.actions = actions;
  }

  /// @param running absent if no recording is in progress
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RecordingsHere(
      String node, @Nullable RunningRecording running, List<MadeRecording> recordings) {}

  @Operation(summary = "The flight recordings of this node, the newest first")
  @GetMapping("/api/ops/recordings")
  RecordingsHere recordings() {
    return new RecordingsHere(node.value(), recordings.running(), recordings.made());
  }

  /// @param seconds 5 to 120
  /// @param reason why, 5 to 500 characters; recorded
  record BeginRecording(int seconds, @Nullable String reason) {}

  @Operation(
      summary = "Begins a flight recording (JFR) of this node",
      description =
          "It has samples of the processor, memory, locks and files, which may contain ids, and no texts. The five newest are kept.")
  @PostMapping("/api/ops/recordings")
  @ResponseStatus(HttpStatus.ACCEPTED)
  RunningRecording beginRecording(Staff me, @RequestBody BeginRecording body) {
    if (body.seconds() < FlightRecordings.LEAST_SECONDS
        || body.seconds() > FlightRecordings.MOST_SECONDS) {
      throw Rejected.field("seconds", "5 to 120", "another number");
    }
    if (recordings.running() != null) {
      throw new Rejected(Reason.RECORDING_RUNNING);
    }
    actions.record(
        me.person().value(),
        "record " + node.value() + " for " + body.seconds() + " seconds",
        body.reason());
    return recordings.begin(Duration.ofSeconds(body.seconds()));
  }

  @Operation(summary = "A flight recording, for JDK Mission Control or the command jfr")
  @GetMapping(
      path = "/api/ops/recordings/{id}",
      produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<Resource> recording(Staff me, @PathVariable String id) {
    Path file = recordings.find(id).orElseThrow(() -> new Rejected(Reason.NOT_FOUND));
    actions.record(me.person().value(), "download the recording " + id, "no reason is asked for");
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("powow-" + id + ".jfr").build().toString())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(new FileSystemResource(file));
  }

  /// @param reason why, 5 to 500 characters; recorded
  @Operation(summary = "Deletes a flight recording")
  @DeleteMapping("/api/ops/recordings/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deleteRecording(
      Staff me, @PathVariable String id, @RequestParam(required = false) @Nullable String reason) {
    if (recordings.find(id).isEmpty()) {
      throw new Rejected(Reason.NOT_FOUND);
    }
    actions.record(me.person().value(), "delete the recording " + id, reason);
    recordings.delete(id);
  }
}
