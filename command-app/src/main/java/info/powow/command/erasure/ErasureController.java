package info.powow.command.erasure;

import info.powow.command.identity.Reauthentication;
import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.erasure.ErasureCommand.AskErasure;
import info.powow.domain.erasure.ErasureCommand.WithdrawErasure;
import info.powow.domain.erasure.Erasures;
import info.powow.domain.erasure.Erasures.Asked;
import info.powow.domain.erasure.Erasures.Begun;
import info.powow.domain.erasure.Erasures.Deferred;
import info.powow.domain.erasure.Erasures.Done;
import info.powow.domain.erasure.FindPersonalStreams;
import info.powow.domain.erasure.PersonalStreams;
import info.powow.http.ClientAddress;
import info.powow.identity.SignedIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The erasure of my account.
@RestController
@Tag(name = "Accounts")
class ErasureController {
  private final CommandGateway commands;
  private final LoggedErasures erasures;
  private final Reauthentication reauthentication;
  private final ErasureProcess process;
  private final QueryGateway queries;

  ErasureController(
      CommandGateway commands,
      LoggedErasures erasures,
      Reauthentication reauthentication,
      ErasureProcess process,
      QueryGateway queries) {
    this.commands = commands;
    this.erasures = erasures;
    this.reauthentication = reauthentication;
    this.process = process;
    this.queries = queries;
  }

  /// @param password not needed shortly after signing in
  record ErasureRequest(@Nullable String password) {
    /// Omits the password, because printed text ends up in logs.
    @Override
    public String toString() {
      return "ErasureRequest[]";
    }
  }

  /// Empty if I have not asked for one.
  ///
  /// @param askedAt when I asked for it
  /// @param due until when I can withdraw it
  /// @param held whether a legal hold keeps some of what I wrote for a case, until it ends
  record AccountErasure(@Nullable Instant askedAt, @Nullable Instant due, @Nullable Boolean held) {
    private static final AccountErasure NONE = new AccountErasure(null, null, null);
  }

  /// My account is erased when the time to withdraw is over. Asking again changes nothing.
  @PostMapping("/api/me/erasure")
  @ResponseStatus(HttpStatus.ACCEPTED)
  CompletableFuture<AccountErasure> askErasure(
      SignedIn me, @RequestBody ErasureRequest body, HttpServletRequest request) {
    return reauthentication
        .require(me, body.password(), ClientAddress.of(request.getRemoteAddr()))
        .thenCompose(_ -> commands.<Accepted>send(new AskErasure(me.person(), me.person(), null)))
        .thenCompose(_ -> shown(me.person()))
        .whenComplete((_, _) -> process.wake());
  }

  @GetMapping("/api/me/erasure")
  CompletableFuture<AccountErasure> myErasure(SignedIn me) {
    return shown(me.person());
  }

  @DeleteMapping("/api/me/erasure")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> withdrawErasure(SignedIn me) {
    return commands.<Accepted>send(new WithdrawErasure(me.person())).thenApply(_ -> null);
  }

  private CompletableFuture<AccountErasure> shown(PersonId person) {
    Erasures now = erasures.now();
    Erasures.@Nullable Erasure erasure = now.find(person).orElse(null);
    return switch (erasure) {
      case null -> CompletableFuture.completedFuture(AccountErasure.NONE);
      case Asked asked ->
          queries
              .query(
                  new FindPersonalStreams(person), ResponseTypes.instanceOf(PersonalStreams.class))
              .thenApply(streams ->
                  new AccountErasure(
                      asked.asked().at(),
                      asked.asked().due(),
                      !now.holdsOver(person, streams.conversations()).isEmpty()));
      case Begun _, Deferred _, Done _ -> throw new Rejected(Reason.ERASURE_BEGUN);
    };
  }
}
