package info.powow.command.staff;

import info.powow.command.identity.Reauthentication;
import info.powow.domain.staff.IssueStaffToken;
import info.powow.domain.staff.StaffRole;
import info.powow.domain.staff.StaffRoles;
import info.powow.domain.staff.StaffScope;
import info.powow.domain.staff.StaffTokenIssued;
import info.powow.http.ClientAddress;
import info.powow.identity.LoggedStaffRoles;
import info.powow.identity.SignedIn;
import info.powow.identity.StaffProperties;
import info.powow.identity.StaffTokens;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// My roles, and staff tokens for them.
@RestController
@Tag(name = "Staff")
class StaffController {
  private static final int ID_BYTES = 10;

  private final SecureRandom random = new SecureRandom();
  private final CommandGateway commands;
  private final LoggedStaffRoles roles;
  private final StaffTokens tokens;
  private final StaffProperties properties;
  private final Reauthentication reauthentication;

  StaffController(
      CommandGateway commands,
      LoggedStaffRoles roles,
      StaffTokens tokens,
      StaffProperties properties,
      Reauthentication reauthentication) {
    this.commands = commands;
    this.roles = roles;
    this.tokens = tokens;
    this.properties = properties;
    this.reauthentication = reauthentication;
  }

  /// @param scopes those that I may ask for
  record StaffMember(List<StaffRole> roles, List<StaffScope> scopes) {}

  @GetMapping("/api/staff/me")
  StaffMember myRoles(SignedIn me) {
    StaffRoles granted = roles.now();
    return new StaffMember(
        List.copyOf(granted.of(me.person())), List.copyOf(granted.scopesOf(me.person())));
  }

  /// @param reason why I need it; it is recorded
  /// @param password not needed shortly after signing in
  record StaffTokenRequest(
      @ArraySchema(minItems = 1) List<StaffScope> scopes,
      String reason,
      @Nullable String password) {
    /// Omits the password, because printed text ends up in logs.
    @Override
    public String toString() {
      return "StaffTokenRequest[scopes=" + scopes + "]";
    }
  }

  /// @param tokenId names the token in the log
  record StaffToken(String token, String tokenId, List<StaffScope> scopes, Instant expiresAt) {}

  @PostMapping("/api/staff/tokens")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<StaffToken> issueStaffToken(
      SignedIn me, @RequestBody StaffTokenRequest body, HttpServletRequest request) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    IssueStaffToken issue =
        new IssueStaffToken(
            me.person(),
            "t" + HexFormat.of().formatHex(id),
            Set.copyOf(body.scopes()),
            body.reason(),
            properties.tokenLifetime());
    // Only those who may have a token learn whether a password is right.
    roles.now().require(me.person(), issue.scopes());
    return reauthentication
        .require(me, body.password(), ClientAddress.of(request.getRemoteAddr()))
        .thenCompose(_ -> commands.<StaffTokenIssued>send(issue))
        .thenApply(issued -> {
          Instant expiresAt = issued.expiresAt().truncatedTo(ChronoUnit.SECONDS);
          return new StaffToken(
              tokens.issue(me.person(), me.session(), issued.tokenId(), issue.scopes(), expiresAt),
              issued.tokenId(),
              issued.scopes(),
              expiresAt);
        });
  }
}
