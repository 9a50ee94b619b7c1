package info.powow.command.identity;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import info.powow.domain.identity.Account;
import info.powow.domain.identity.AccountCommand.OpenAccount;
import info.powow.domain.identity.Handle;
import info.powow.edge.ClientAddress;
import info.powow.edge.DeviceTokens;
import info.powow.edge.IssueToken;
import info.powow.edge.RequestLimit;
import io.swagger.v3.oas.annotations.Parameter;
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
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Signing up and signing in.
@RestController
@Tag(name = "Accounts")
class AccountController {
  private static final String DEVICE_COOKIE = "powow-device";

  private final SecureRandom random = new SecureRandom();
  private final CommandGateway commands;
  private final Accounts accounts;
  private final Passwords passwords;
  private final IssueToken issueToken;
  private final DeviceTokens devices;
  private final SignInGuard guard;
  private final RequestLimit signUps;

  AccountController(
      CommandGateway commands,
      Accounts accounts,
      Passwords passwords,
      IssueToken issueToken,
      DeviceTokens devices,
      SignInGuard guard,
      AccountProperties properties) {
    this.commands = commands;
    this.accounts = accounts;
    this.passwords = passwords;
    this.issueToken = issueToken;
    this.devices = devices;
    this.guard = guard;
    this.signUps = new RequestLimit(properties.maxSignUps(), Duration.ofHours(1));
  }

  record SignUp(
      @Schema(requiredMode = REQUIRED) @Nullable String handle,
      @Schema(requiredMode = REQUIRED) @Nullable String password,
      @Schema(requiredMode = REQUIRED) @Nullable String displayName) {}

  record SignedUp(PersonId personId, Handle handle, String displayName) {}

  @PostMapping("/api/people")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<SignedUp> signUp(@RequestBody SignUp body, HttpServletRequest request) {
    String address = ClientAddress.of(request.getRemoteAddr());
    signUps.take(address);
    Handle handle = new Handle(require(body.handle()));
    String displayName = Texts.requireName(require(body.displayName()));
    PersonId person = newPersonId();
    return passwords
        .hash(require(body.password()), handle, displayName, address)
        .thenCompose(
            hash -> commands.<Accepted>send(new OpenAccount(handle, person, hash, displayName)))
        .thenApply(_ -> new SignedUp(person, handle, displayName));
  }

  /// @param deviceToken of an earlier answer, from clients that keep no cookies
  record SignIn(
      @Schema(requiredMode = REQUIRED) @Nullable String handle,
      @Schema(requiredMode = REQUIRED) @Nullable String password,
      @Nullable String deviceToken) {}

  record Session(String token, Instant expiresAt, PersonId personId, String deviceToken) {}

  @PostMapping("/api/sessions")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<ResponseEntity<Session>> signIn(
      @RequestBody SignIn body,
      @Parameter(hidden = true) @CookieValue(name = DEVICE_COOKIE, required = false)
          @Nullable String cookie,
      HttpServletRequest request) {
    String password = require(body.password());
    Handle handle = handleOf(require(body.handle()));
    String address = ClientAddress.of(request.getRemoteAddr());
    String device = devices.device(handle, body.deviceToken());
    if (device == null) {
      device = devices.device(handle, cookie);
    }
    String known = device;
    boolean secure = request.isSecure();
    SignInGuard.Attempt attempt = guard.begin(handle, address, known);
    Account account = accounts.find(handle);
    return check(account, password, address, attempt)
        .thenApply(right -> {
          if (!right || !(account instanceof Account.Taken taken)) {
            attempt.failed();
            throw new Rejected(Reason.WRONG_CREDENTIALS);
          }
          attempt.succeeded();
          return signedIn(taken.person(), devices.issue(handle, known), secure);
        });
  }

  private CompletableFuture<Boolean> check(
      Account account, String password, String address, SignInGuard.Attempt attempt) {
    try {
      return account instanceof Account.Taken taken
          ? passwords.matches(password, taken.passwordHash(), address)
          : passwords.matchesNobody(password, address);
    } catch (Rejected busy) {
      attempt.notTried();
      throw busy;
    }
  }

  private ResponseEntity<Session> signedIn(PersonId person, String device, boolean secure) {
    IssueToken.Issued issued = issueToken.to(person);
    ResponseCookie cookie =
        ResponseCookie.from(DEVICE_COOKIE, device)
            .path("/api/sessions")
            .httpOnly(true)
            .sameSite("Strict")
            .secure(secure)
            .maxAge(DeviceTokens.LIFETIME)
            .build();
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(HttpHeaders.SET_COOKIE, cookie.toString())
        .body(new Session(issued.token(), issued.signedIn().expiresAt(), person, device));
  }

  /// What is no handle belongs to nobody: the answer is the same as for one that is free.
  private static Handle handleOf(String handle) {
    try {
      return new Handle(handle);
    } catch (Rejected e) {
      throw new Rejected(Reason.WRONG_CREDENTIALS);
    }
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
