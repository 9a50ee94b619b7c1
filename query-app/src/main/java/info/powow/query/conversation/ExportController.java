package info.powow.query.conversation;

import info.powow.eventlog.EventSource;
import info.powow.http.Downloads;
import info.powow.http.PacedOutput;
import info.powow.http.RateLimiter;
import info.powow.identity.SignedIn;
import info.powow.projection.conversation.InboxView;
import info.powow.query.ReadYourWrites;
import info.powow.query.person.PersonFinder;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Everything about me, to take along (GDPR, articles 15 and 20).
@RestController
@Tag(name = "Accounts")
class ExportController {
  private static final int AT_ONCE = 2;
  private static final int PER_HOUR = 5;

  private final ConversationReader conversations;
  private final EventsController events;
  private final EventSource log;
  private final PersonFinder people;
  private final ReadYourWrites readYourWrites;
  private final JsonMapper json;
  private final Downloads places = new Downloads(AT_ONCE);
  private final RateLimiter exports = new RateLimiter(PER_HOUR, Duration.ofHours(1));

  ExportController(
      ConversationReader conversations,
      EventsController events,
      EventSource log,
      PersonFinder people,
      ReadYourWrites readYourWrites,
      JsonMapper json) {
    this.conversations = conversations;
    this.events = events;
    this.log = log;
    this.people = people;
    this.readYourWrites = readYourWrites;
    this.json = json;
  }

  @Operation(
      summary = "Everything about me, as a zip",
      description =
          """
          JSON Lines, and `index.html` to read. My profile, settings and sessions with their history; every \
          conversation that I am or was in, as far as I may see it. At most 5 an hour, and one at a time.\
          """)
  @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/zip"))
  @GetMapping("/api/me/export")
  void export(SignedIn me, @Parameter(hidden = true) HttpServletResponse response)
      throws IOException {
    places.run(me.person().value(), () -> write(me, response));
  }

  private void write(SignedIn me, HttpServletResponse response) throws IOException {
    exports.take(me.person().value());
    // Refused before the answer begins.
    InboxView inbox = readYourWrites.ask(() -> conversations.inbox(me.person().value()));
    response.setContentType("application/zip");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"powow-export.zip\"");
    try (PersonalExport export =
        new PersonalExport(
            me.person(),
            log,
            people,
            conversations,
            json,
            new PacedOutput(response.getOutputStream()))) {
      export.write(inbox, events);
    }
  }
}
