package info.powow.query.audit;

import info.powow.domain.ConversationId;
import info.powow.domain.erasure.FindPersonalStreams;
import info.powow.domain.erasure.PersonalStreams;
import info.powow.http.RateLimiter;
import info.powow.identity.SignedIn;
import info.powow.query.audit.AuditsOfPeople.PastAudit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who looked at what I wrote, and why.
@RestController
@Tag(name = "Accounts")
class MyAuditsController {
  private static final int PER_HOUR = 60;

  private final AuditsOfPeople audits;
  private final QueryGateway queries;
  private final RateLimiter calls = new RateLimiter(PER_HOUR, Duration.ofHours(1));

  MyAuditsController(AuditsOfPeople audits, QueryGateway queries) {
    this.audits = audits;
    this.queries = queries;
  }

  /// @param told whether people are told of audits at all; if not, there may have been some
  record MyAudits(boolean told, List<PastAudit> audits) {}

  @Operation(
      summary = "Audits that concerned me, after they have ended",
      description =
          "Those that named me, or a conversation that I am or was in, and in which something was read. Newest first.")
  @GetMapping("/api/me/audits")
  CompletableFuture<MyAudits> myAudits(SignedIn me) {
    calls.take(me.person().value());
    return queries
        .query(
            new FindPersonalStreams(me.person()), ResponseTypes.instanceOf(PersonalStreams.class))
        .thenApply(streams -> {
          Set<ConversationId> mine = Set.copyOf(streams.conversations());
          return new MyAudits(audits.tells(), audits.of(me.person(), mine));
        });
  }
}
