package info.powow.command.identity;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.identity.Account;
import info.powow.domain.identity.AccountCommand.OpenAccount;
import info.powow.domain.identity.Handle;
import info.powow.edge.IssueToken;
import info.powow.edge.RequestLimit;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Signing up and signing in.
@RestController
@Tag(name = "Accounts")
class AccountController {
  private final SecureRandom random = new SecureRandom();
  private final CommandGateway commands;
  private final Accounts accounts;
  private final Passwords passwords;
  private final IssueToken issueToken;
  private final RequestLimit signUps;
  private final RequestLimit failures;

  AccountController(
      CommandGateway commands,
      Accounts accounts,
      Passwords passwords,
      IssueToken issueToken,
      AccountProperties properties) {
    this.commands = commands;
    this.accounts = accounts;
    this.passwords = passwords;
    this.issueToken = issueToken;
    this.signUps = new RequestLimit(properties.maxSignUps(), Duration.ofHours(1));
    this.failures = new RequestLimit(properties.maxFailures(), properties.failurePeriod());
  }

  record SignUp(
      @Schema(requiredMode = REQUIRED) @Nullable String handle,
      @Schema(requiredMode = REQUIRED) @Nullable String password,
      @Schema(requiredMode = REQUIRED) @Nullable String displayName) {}

  record SignedUp(PersonId personId, Handle handle, String displayName) {}

  @PostMapping("/api/people")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<SignedUp> signUp(@RequestBody SignUp body, HttpServletRequest request) {
    signUps.take(request.getRemoteAddr());
    Handle handle = new Handle(require(body.handle()));
    OpenAccount open =
        new OpenAccount(
            handle,
            newPersonId(),
            passwords.hash(require(body.password())),
            require(body.displayName()));
    return commands
        .<Accepted>send(open)
        .thenApply(_ -> new SignedUp(open.person(), handle, open.displayName()));
  }

  record SignIn(
      @Schema(requiredMode = REQUIRED) @Nullable String handle,
      @Schema(requiredMode = REQUIRED) @Nullable String password) {}

  record Session(String token, Instant expiresAt, PersonId personId) {}

  @PostMapping("/api/sessions")
  @ResponseStatus(HttpStatus.CREATED)
  Session signIn(@RequestBody SignIn body) {
    String password = require(body.password());
    Handle handle = handleOf(require(body.handle()));
    failures.requireOpen(handle.value());
    if (!(accounts.find(handle) instanceof Account.Taken account)) {
      passwords.matchNobody(password);
      throw refused(handle);
    }
    if (!passwords.matches(password, account.passwordHash())) {
      throw refused(handle);
    }
    IssueToken.Issued issued = issueToken.to(account.person());
    return new Session(issued.token(), issued.signedIn().expiresAt(), account.person());
  }

  /// What is no handle belongs to nobody: the answer is the same as for one that is free.
  private static Handle handleOf(String handle) {
    try {
      return new Handle(handle);
    } catch (Rejected e) {
      throw new Rejected(Reason.WRONG_CREDENTIALS);
    }
  }

  private Rejected refused(Handle handle) {
    failures.take(handle.value());
    return new Rejected(Reason.WRONG_CREDENTIALS);
  }

  private static String require(@Nullable String value) {
    if (value == null) {
      throw new Rejected(Reason.INVALID_REQUEST);
    }
    return value;
  }

  /// 80 random bits: nobody guesses one, and it stays short in every event.
  private PersonId newPersonId() {
    byte[] bytes = new byte[10];
    random.nextBytes(bytes);
    return new PersonId("p" + HexFormat.of().formatHex(bytes));
  }
}
