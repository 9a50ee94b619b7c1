package info.powow.command.identity;

import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import info.powow.domain.Texts;
import info.powow.domain.identity.Account;
import info.powow.domain.identity.AccountCommand.OpenAccount;
import info.powow.domain.identity.Handle;
import info.powow.domain.identity.SessionCommand.StartSession;
import info.powow.http.ClientAddress;
import info.powow.http.RateLimiter;
import info.powow.identity.DeviceTokens;
import info.powow.identity.IssueToken;
import info.powow.identity.RefreshTokens;
import info.powow.identity.RefreshTokens.RefreshToken;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Sign-up and sign-in.
@RestController
@Tag(name = "Accounts")
class AccountController {
  private static final String DEVICE_COOKIE = "powow-device";

  private final SecureRandom random = new SecureRandom();
  private final CommandGateway commands;
  private final Accounts accounts;
  private final Passwords passwords;
  private final IssueToken issueToken;
  private final LoggedSessions sessions;
  private final RefreshTokens refreshTokens;
  private final DeviceTokens devices;
  private final SignInGuard guard;
  private final RateLimiter signUps;

  AccountController(
      CommandGateway commands,
      Accounts accounts,
      Passwords passwords,
      IssueToken issueToken,
      LoggedSessions sessions,
      RefreshTokens refreshTokens,
      DeviceTokens devices,
      SignInGuard guard,
      AccountProperties properties) {
    this.commands = commands;
    this.accounts = accounts;
    this.passwords = passwords;
    this.issueToken = issueToken;
    this.sessions = sessions;
    this.refreshTokens = refreshTokens;
    this.devices = devices;
    this.guard = guard;
    this.signUps = new RateLimiter(properties.maxSignUps(), Duration.ofHours(1));
  }

  record SignUp(String handle, String password, String displayName) {}

  record SignedUp(PersonId personId, Handle handle, String displayName) {}

  @PostMapping("/api/people")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<SignedUp> signUp(@RequestBody SignUp body, HttpServletRequest request) {
    String address = ClientAddress.of(request.getRemoteAddr());
    signUps.take(address);
    Handle handle = Rejected.at("handle", () -> new Handle(body.handle()));
    String displayName = Texts.requireName("displayName", body.displayName());
    PersonId person = newPersonId();
    return passwords
        .hash(body.password(), handle, displayName, address)
        .thenCompose(
            hash -> commands.<Accepted>send(new OpenAccount(handle, person, hash, displayName)))
        .thenApply(_ -> new SignedUp(person, handle, displayName));
  }

  /// @param deviceToken from an earlier answer, for clients without cookies
  /// @param device a name by which the person recognises the device; browser and system by default
  record SignIn(
      String handle, String password, @Nullable String deviceToken, @Nullable String device) {}

  /// @param refreshToken obtains the next token, once, before `refreshExpiresAt`
  record Session(
      String token,
      Instant expiresAt,
      PersonId personId,
      SessionId sessionId,
      String refreshToken,
      Instant refreshExpiresAt,
      String deviceToken) {}

  @PostMapping("/api/sessions")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<ResponseEntity<Session>> signIn(
      @RequestBody SignIn body,
      @Parameter(hidden = true) @CookieValue(name = DEVICE_COOKIE, required = false)
          @Nullable String cookie,
      @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.USER_AGENT, required = false)
          @Nullable String userAgent,
      HttpServletRequest request) {
    String password = body.password();
    Handle handle = handleOf(body.handle());
    String address = ClientAddress.of(request.getRemoteAddr());
    String device = devices.device(handle, body.deviceToken());
    if (device == null) {
      device = devices.device(handle, cookie);
    }
    String known = device;
    boolean secure = request.isSecure();
    String called =
        Texts.requireName(
            "device", Objects.requireNonNullElse(body.device(), DeviceNames.of(userAgent)));
    SignInGuard.Attempt attempt = guard.begin(handle, address, known);
    Account account = accounts.find(handle);
    return check(account, password, address, attempt)
        .thenCompose(right -> {
          if (!right || !(account instanceof Account.Taken taken)) {
            attempt.failed();
            throw new Rejected(Reason.WRONG_CREDENTIALS);
          }
          attempt.succeeded();
          return start(taken.person(), called)
              .thenApply(session -> signedIn(session, devices.issue(handle, known), secure));
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

  private CompletableFuture<RefreshToken> start(PersonId person, String device) {
    RefreshToken token = refreshTokens.issue(person, new SessionId("s" + randomName()));
    return commands
        .send(new StartSession(person, token.session(), device, token.hash()))
        .thenApply(_ -> token);
  }

  private ResponseEntity<Session> signedIn(RefreshToken session, String device, boolean secure) {
    IssueToken.Issued issued = issueToken.to(session.person(), session.session());
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
        .body(
            new Session(
                issued.token(),
                issued.signedIn().expiresAt(),
                session.person(),
                session.session(),
                session.token(),
                sessions.now().plus(sessions.limits().lifetime()),
                device));
  }

  /// An invalid handle belongs to nobody: the answer is the same as for an unused one.
  private static Handle handleOf(String handle) {
    try {
      return new Handle(handle);
    } catch (Rejected e) {
      throw new Rejected(Reason.WRONG_CREDENTIALS);
    }
  }

  /// 80 random bits: infeasible to guess, and short enough for every event.
  private PersonId newPersonId() {
    return new PersonId("p" + randomName());
  }

  private String randomName() {
    byte[] bytes = new byte[10];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
