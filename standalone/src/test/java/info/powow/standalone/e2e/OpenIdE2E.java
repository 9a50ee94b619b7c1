package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import info.powow.client.Receipt;
import info.powow.client.StompConnection;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A deployment that has its people elsewhere, and trusts those who vouch for them.
class OpenIdE2E {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;

  private static Person bearing(String token) {
    return new Person("", "", "", token);
  }

  @Test
  void aPersonComesToBeOnTheFirstGoodToken() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider();
        PowowProcess powow =
            PowowProcess.start(folder, "--powow.tokens.issuer-uri=" + provider.issuer())) {
      TestPeople people = new TestPeople(http, powow.http());
      JWTClaimsSet claims =
          provider
              .claims("directory|4711")
              .claim("preferred_username", "ada@example.org")
              .claim("name", "Ada Lovelace")
              .build();
      Person ada = bearing(provider.sign(claims));

      assertThat(people.get(bearing(provider.forge(claims)), "/api/me").body().path("code"))
          .hasToString("\"unauthenticated\"");
      provider.goAway();
      assertNeedsTheProviderForNothingButKeys(powow, provider);
      provider.comeBack();
      JsonNode me = people.read(ada, "/api/me");

      assertThat(me.path("handle").asString()).isEqualTo("ada");
      assertThat(me.path("displayName").asString()).isEqualTo("Ada Lovelace");
      assertThat(me.toString()).doesNotContain("4711").doesNotContain("example.org");
      assertThat(people.read(ada, "/api/me")).isEqualTo(me);

      assertTellsApartWhoIsCalledTheSame(powow, provider, people, me);
      assertRefusesWhatNobodyVouchesFor(powow, provider, people, claims);
      assertHasNoAccountsOfItsOwn(people);

      powow.kill();
      powow.restart();
      assertThat(people.read(ada, "/api/me")).isEqualTo(me);
    }
  }

  /// Once its keys are known.
  private void assertNeedsTheProviderForNothingButKeys(PowowProcess powow, OpenIdProvider provider)
      throws Exception {
    StompConnection.open(
            http,
            powow.socket(),
            provider.sign(provider.claims("while it was away").build()),
            (_, _) -> {})
        .disconnect();
  }

  private void assertTellsApartWhoIsCalledTheSame(
      PowowProcess powow, OpenIdProvider provider, TestPeople people, JsonNode ada)
      throws Exception {
    String token =
        provider.sign(provider.claims("directory|4712").claim("preferred_username", "ada").build());
    // Over the socket first: there too, a person comes to be.
    StompConnection phone = StompConnection.open(http, powow.socket(), token, (_, _) -> {});
    Receipt chat =
        StompConnection.await(
            phone.send(
                "/app/direct/open", Map.of("key", "k", "with", ada.path("personId").asString())));
    assertThat(chat.conversation()).isNotNull();
    phone.disconnect();
    JsonNode other = people.read(bearing(token), "/api/me");

    assertThat(other.path("personId")).isNotEqualTo(ada.path("personId"));
    assertThat(other.path("handle").asString()).matches("ada_[0-9a-f]{8}");
    assertThat(other.path("displayName").asString()).isEqualTo("ada");
  }

  private void assertRefusesWhatNobodyVouchesFor(
      PowowProcess powow, OpenIdProvider provider, TestPeople people, JWTClaimsSet good)
      throws Exception {
    List<String> bad =
        List.of(
            provider.forge(good),
            provider.signWithThePublicKey(good),
            new PlainJWT(good).serialize(),
            provider.sign(new JWTClaimsSet.Builder(good).audience("another").build()),
            provider.sign(new JWTClaimsSet.Builder(good).issuer("http://else").build()),
            provider.sign(new JWTClaimsSet.Builder(good).subject(null).build()),
            provider.sign(new JWTClaimsSet.Builder(good).subject(" ").build()),
            provider.sign(new JWTClaimsSet.Builder(good).expirationTime(null).build()));
    for (String token : bad) {
      assertRefused(powow, people, token, 401, "unauthenticated");
    }
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    assertRefused(
        powow,
        people,
        provider.sign(
            new JWTClaimsSet.Builder(good)
                .issueTime(Date.from(yesterday))
                .expirationTime(Date.from(yesterday.plusSeconds(60)))
                .build()),
        401,
        "token_expired");
  }

  private void assertRefused(
      PowowProcess powow, TestPeople people, String token, int status, String code)
      throws Exception {
    Answer answer = people.get(bearing(token), "/api/me");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().path("code").asString()).isEqualTo(code);
    assertThatThrownBy(() -> StompConnection.open(http, powow.socket(), token, (_, _) -> {}))
        .isInstanceOf(IOException.class);
  }

  private static void assertHasNoAccountsOfItsOwn(TestPeople people) throws Exception {
    assertThatThrownBy(() -> people.signUp("mallory")).isInstanceOf(IOException.class);
    Answer session =
        people.post(null, "/api/sessions", Map.of("handle", "ada", "password", "whatever it is"));
    assertThat(session.status()).isEqualTo(404);
  }

  @Test
  void aProviderThatIsAwayIsSaidToBe() throws Exception {
    String nobody = "http://127.0.0.1:1";
    try (PowowProcess powow = PowowProcess.start(folder, "--powow.tokens.issuer-uri=" + nobody)) {
      TestPeople people = new TestPeople(http, powow.http());
      String encoded =
          Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"RS256\"}".getBytes());
      assertRefused(powow, people, encoded + ".e30.c2ln", 503, "issuer_unavailable");
    }
  }
}
