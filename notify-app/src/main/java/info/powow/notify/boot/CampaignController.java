package info.powow.notify.boot;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Accepted;
import info.powow.domain.CampaignId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignCommand;
import info.powow.domain.campaign.CampaignCommand.ApproveCampaign;
import info.powow.domain.campaign.CampaignCommand.DraftCampaign;
import info.powow.domain.campaign.CampaignCommand.PauseCampaign;
import info.powow.domain.campaign.CampaignCommand.StartCampaign;
import info.powow.domain.campaign.CampaignCommand.StopCampaign;
import info.powow.domain.campaign.CampaignText;
import info.powow.domain.campaign.FindCampaigns;
import info.powow.eventlog.EventSource;
import info.powow.identity.Staff;
import info.powow.notify.delivery.LoggedCampaigns;
import info.powow.notify.delivery.People;
import info.powow.notify.outbox.Outbox;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Campaigns, for staff with the scope `campaign`.
@RestController
@Tag(name = "Campaigns")
class CampaignController {
  /// With these, an id is as long as any other: 12 digits are the time.
  private static final int RANDOM_BYTES = 10;

  private static final int TIME_DIGITS = 12;
  private static final int USUAL_LIMIT = 20;
  private static final int MAX_LIMIT = 50;
  private static final int USUAL_PACE = 60;

  private final CommandGateway commands;
  private final LoggedCampaigns campaigns;
  private final Outbox outbox;
  private final People people;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  CampaignController(
      CommandGateway commands, EventSource log, Outbox outbox, People people, Clock clock) {
    this.commands = commands;
    this.campaigns = new LoggedCampaigns(log);
    this.outbox = outbox;
    this.people = people;
    this.clock = clock;
  }

  /// @param texts one for each language; who has another language gets the first
  /// @param perMinute mails in a minute, 1 to 600; 60 by default
  record CampaignToDraft(
      @ArraySchema(minItems = 1, maxItems = 3) List<CampaignText> texts,
      @Schema(minimum = "1", maximum = "600") @Nullable Integer perMinute) {}

  /// @param texts empty if the key of the campaign was destroyed
  /// @param approvedBy absent while nobody has approved it
  /// @param startedAt when it was started last; absent before
  /// @param sent mails that the mail server has taken
  /// @param undeliverable addresses that do not exist
  /// @param tooFrequent people who were skipped, because they had got other campaigns lately
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CampaignAnswer(
      CampaignId campaignId,
      PersonId by,
      List<CampaignText> texts,
      int perMinute,
      Campaign.Status status,
      Instant draftedAt,
      @Nullable PersonId approvedBy,
      @Nullable Instant startedAt,
      long sent,
      long undeliverable,
      long tooFrequent) {}

  /// A campaign in the list.
  ///
  /// @param subject of its first text; absent if the key of the campaign was destroyed
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CampaignSummary(
      CampaignId campaignId,
      PersonId by,
      @Nullable String subject,
      int perMinute,
      Campaign.Status status,
      Instant draftedAt,
      @Nullable PersonId approvedBy,
      @Nullable Instant startedAt,
      long sent,
      long undeliverable,
      long tooFrequent) {}

  /// @param before of the next page; absent on the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CampaignList(List<CampaignSummary> campaigns, @Nullable CampaignId before) {}

  @Operation(summary = "All campaigns, the newest first")
  @GetMapping("/api/campaigns")
  CampaignList campaigns(
      Staff staff,
      @Parameter(description = "From the page before") @RequestParam(required = false)
          @Nullable String before,
      @Parameter(description = "1 to 50") @RequestParam(defaultValue = "" + USUAL_LIMIT)
          int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Rejected.field("limit", "1 to " + MAX_LIMIT, "another number");
    }
    // One more tells whether there is another page.
    FindCampaigns query =
        new FindCampaigns(before == null ? null : new CampaignId(before), limit + 1);
    List<CampaignId> found = DeliveryController.available(() -> people.campaigns(query));
    List<CampaignId> shown = found.subList(0, Math.min(limit, found.size()));
    List<CampaignSummary> summaries = new ArrayList<>();
    for (CampaignId id : shown) {
      if (campaigns.find(id) instanceof Campaign.Drafted campaign) {
        summaries.add(summary(campaign));
      }
    }
    return new CampaignList(summaries, found.size() > limit ? shown.getLast() : null);
  }

  private CampaignSummary summary(Campaign.Drafted campaign) {
    CampaignId id = campaign.id();
    Map<String, Long> counts = DeliveryController.available(() -> outbox.counts(id.value()));
    return new CampaignSummary(
        id,
        campaign.author(),
        campaign.texts().isEmpty() ? null : campaign.texts().getFirst().subject(),
        campaign.perMinute(),
        campaign.status(),
        campaign.draftedAt(),
        campaign.approvedBy(),
        campaign.startedAt(),
        counts.getOrDefault("sent", 0L),
        counts.getOrDefault("undeliverable", 0L),
        counts.getOrDefault("too_frequent", 0L));
  }

  @Operation(summary = "Drafts a campaign; nothing is sent")
  @PostMapping("/api/campaigns")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<CampaignAnswer> draftCampaign(Staff staff, @RequestBody CampaignToDraft body) {
    return run(
        new DraftCampaign(
            newId(),
            staff.person(),
            body.texts(),
            Objects.requireNonNullElse(body.perMinute(), USUAL_PACE)));
  }

  /// A newer campaign has a higher id.
  private CampaignId newId() {
    byte[] rest = new byte[RANDOM_BYTES];
    random.nextBytes(rest);
    HexFormat hex = HexFormat.of();
    return new CampaignId("c" + hex.toHexDigits(clock.millis(), TIME_DIGITS) + hex.formatHex(rest));
  }

  @Operation(summary = "A campaign, and how many mails were sent; opens and clicks are not tracked")
  @GetMapping("/api/campaigns/{id}")
  CampaignAnswer campaign(Staff staff, @PathVariable String id) {
    return shown(new CampaignId(id));
  }

  @Operation(summary = "Approves a campaign that somebody else has drafted")
  @PostMapping("/api/campaigns/{id}/approve")
  CompletableFuture<CampaignAnswer> approveCampaign(Staff staff, @PathVariable String id) {
    return run(new ApproveCampaign(new CampaignId(id), staff.person()));
  }

  @Operation(summary = "Begins to send an approved campaign, or goes on after a pause")
  @PostMapping("/api/campaigns/{id}/start")
  CompletableFuture<CampaignAnswer> startCampaign(Staff staff, @PathVariable String id) {
    return run(new StartCampaign(new CampaignId(id), staff.person()));
  }

  @Operation(summary = "Sends nothing more until the campaign is started again")
  @PostMapping("/api/campaigns/{id}/pause")
  CompletableFuture<CampaignAnswer> pauseCampaign(Staff staff, @PathVariable String id) {
    return run(new PauseCampaign(new CampaignId(id), staff.person()));
  }

  @Operation(summary = "Ends a campaign for good")
  @PostMapping("/api/campaigns/{id}/stop")
  CompletableFuture<CampaignAnswer> stopCampaign(Staff staff, @PathVariable String id) {
    return run(new StopCampaign(new CampaignId(id), staff.person()));
  }

  private CompletableFuture<CampaignAnswer> run(CampaignCommand command) {
    return commands.<Accepted>send(command).thenApply(_ -> shown(command.campaign()));
  }

  private CampaignAnswer shown(CampaignId id) {
    if (!(campaigns.find(id) instanceof Campaign.Drafted campaign)) {
      throw new Rejected(Reason.CAMPAIGN_NOT_FOUND);
    }
    Map<String, Long> counts = DeliveryController.available(() -> outbox.counts(id.value()));
    return new CampaignAnswer(
        id,
        campaign.author(),
        campaign.texts(),
        campaign.perMinute(),
        campaign.status(),
        campaign.draftedAt(),
        campaign.approvedBy(),
        campaign.startedAt(),
        counts.getOrDefault("sent", 0L),
        counts.getOrDefault("undeliverable", 0L),
        counts.getOrDefault("too_frequent", 0L));
  }
}
