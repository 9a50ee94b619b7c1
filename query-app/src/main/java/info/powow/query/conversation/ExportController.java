package info.powow.query.conversation;

import info.powow.domain.notification.Device;
import info.powow.domain.notification.Devices;
import info.powow.domain.notification.FindDevices;
import info.powow.eventlog.EventSource;
import info.powow.http.Downloads;
import info.powow.http.PacedOutput;
import info.powow.http.RateLimiter;
import info.powow.identity.SignedIn;
import info.powow.images.store.ImageStore;
import info.powow.projection.conversation.InboxView;
import info.powow.projection.image.ImageView;
import info.powow.projection.image.ImageViews;
import info.powow.query.ReadYourWrites;
import info.powow.query.audit.AuditsOfPeople;
import info.powow.query.person.PersonFinder;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
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
  private static final int TIMEOUT_SECONDS = 10;

  private final ConversationReader conversations;
  private final EventsController events;
  private final EventSource log;
  private final PersonFinder people;
  private final ImageViews images;
  private final ImageStore store;
  private final AuditsOfPeople audits;
  private final QueryGateway queries;
  private final ReadYourWrites readYourWrites;
  private final JsonMapper json;
  private final Downloads places = new Downloads(AT_ONCE);
  private final RateLimiter exports = new RateLimiter(PER_HOUR, Duration.ofHours(1));

  ExportController(
      ConversationReader conversations,
      EventsController events,
      EventSource log,
      PersonFinder people,
      ImageViews images,
      ImageStore store,
      AuditsOfPeople audits,
      QueryGateway queries,
      ReadYourWrites readYourWrites,
      JsonMapper json) {
    this.conversations = conversations;
    this.events = events;
    this.log = log;
    this.people = people;
    this.images = images;
    this.store = store;
    this.audits = audits;
    this.queries = queries;
    this.readYourWrites = readYourWrites;
    this.json = json;
  }

  @Operation(
      summary = "Everything about me, as a zip",
      description =
          """
          JSON Lines, and `index.html` to read. My profile, settings, sessions and devices with their history; my \
          pictures; every conversation that I am or was in, as far as I may see it; and audits that concerned me. At most 5 an hour, and one at a time.\
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
    List<Device.Registered> devices =
        queries
            .query(new FindDevices(me.person()), ResponseTypes.instanceOf(Devices.class))
            .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .join()
            .devices();
    List<ImageView> pictures = readYourWrites.ask(() -> images.ofOwner(me.person()));
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
      export.write(inbox, events, devices);
      export.pictures(pictures, store);
      export.audits(audits, inbox);
      export.index();
    }
  }
}
