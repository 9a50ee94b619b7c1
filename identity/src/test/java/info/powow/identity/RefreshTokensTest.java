package info.powow.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class RefreshTokensTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final SessionId PHONE = new SessionId("phone");

  private final RefreshTokens tokens = tokens(1);

  @Test
  void whatIsIssuedIsRead() {
    RefreshTokens.RefreshToken token = tokens.issue(ADA, PHONE);

    assertThat(tokens.read(token.token())).isEqualTo(token);
    assertThat(token.hash()).doesNotContain(token.token());
    assertThat(tokens.issue(ADA, PHONE)).isNotEqualTo(token);
  }

  @Test
  void whatIsMadeUpIsRefused() {
    String token = tokens.issue(ADA, PHONE).token();

    for (String other :
        new String[] {
          "",
          "...",
          "ada.phone.x.y",
          token.replace("ada", "bob"),
          token.replace("phone", "laptop"),
          token + "x",
          token + ".x",
          tokens(2).issue(ADA, PHONE).token(),
          "x".repeat(100_000)
        }) {
      assertThatThrownBy(() -> tokens.read(other)).isInstanceOf(Rejected.class);
    }
  }

  private static RefreshTokens tokens(int secret) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) secret;
    return new RefreshTokens(TokensTest.properties(Base64.getEncoder().encodeToString(bytes)));
  }
}
