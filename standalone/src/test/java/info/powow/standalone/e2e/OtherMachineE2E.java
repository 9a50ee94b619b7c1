package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Which ports a server with default settings opens to other machines, and which client address it
/// sees.
@ExtendWith({NeedsOtherMachine.class, SharedPowow.class})
@Timeout(120)
class OtherMachineE2E {
  /// The public port, the management port, the embedded views and the search node.
  private static final int OPEN = 4;

  /// Ten failures are free: the eleventh attempt is the first that has to wait.
  private static final int WITHOUT_A_WAIT = 11;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
  private static final List<String> PRETENCES =
      List.of(
          "X: y",
          "X-Forwarded-For: 127.0.0.1",
          "X-Forwarded-For: 127.0.0.1, 127.0.0.1",
          "Forwarded: for=127.0.0.1",
          "Forwarded: for=127.0.0.1;host=localhost;proto=https",
          "X-Forwarded-Host: localhost\r\nX-Forwarded-For: ::1",
          "X-Real-IP: 127.0.0.1",
          "True-Client-IP: 127.0.0.1");

  private final PowowProcess powow;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private OtherMachine other;

  OtherMachineE2E(PowowProcess powow) {
    this.powow = powow;
  }

  @BeforeEach
  void startOther() throws Exception {
    other = OtherMachine.start();
  }

  @AfterEach
  void stopOther() throws Exception {
    other.close();
    http.close();
  }

  @Test
  void onlyThePublicPortAnswersOtherMachines() throws Exception {
    SortedSet<Integer> listening = powow.listeningPorts();
    while (listening.size() < OPEN) {
      // Polls, because the search node starts later, in another process.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      listening = powow.listeningPorts();
    }
    assertThat(listening).contains(powow.port(), powow.management().getPort());

    for (int port : listening) {
      String answer =
          other.send(
              port,
              "GET /actuator/health/readiness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      if (port == powow.port()) {
        assertThat(answer).startsWith("HTTP/1.1 200").contains("{\"status\":\"UP\"}");
      } else {
        assertThat(answer).as("port %d", port).isEmpty();
      }
    }
  }

  @Test
  void noHeaderOpensManagementOnThePublicPort() throws Exception {
    for (String pretence : PRETENCES) {
      for (String path :
          List.of("/actuator", "/actuator/metrics", "/actuator/prometheus", "/actuator/node")) {
        assertThat(
                other.send(
                    powow.port(),
                    "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\nConnection: close\r\n\r\n"
                        .formatted(path, pretence)))
            .as("%s with %s", path, pretence)
            .matches("(?s)HTTP/1.1 40[14].*\"code\":.*");
      }
    }
  }

  @Test
  void wrongPasswordsCountForTheRealAddressWhateverTheHeadersSay() throws Exception {
    TestPeople people = new TestPeople(http, powow.http());
    TestPeople.Person ada = people.signUp("ada");

    // In one connection, because the first wait lasts only a second.
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < WITHOUT_A_WAIT; i++) {
      requests.append(wrongPassword(ada, "X-Forwarded-For: 203.0.113." + i));
    }
    PRETENCES.forEach(pretence -> requests.append(wrongPassword(ada, pretence)));
    requests.append("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    String answers = other.send(powow.port(), requests.toString());

    List<String> expected = new ArrayList<>(Collections.nCopies(WITHOUT_A_WAIT, "401"));
    expected.addAll(Collections.nCopies(PRETENCES.size(), "429"));
    expected.add("200");
    assertThat(STATUS.matcher(answers).results().map(status -> status.group(1)))
        .containsExactlyElementsOf(expected);
    // None of these failures counts against this machine.
    assertThat(
            people
                .post(null, "/api/sessions", Map.of("handle", ada.handle(), "password", "not this"))
                .status())
        .isEqualTo(401);
  }

  private static String wrongPassword(TestPeople.Person person, String header) {
    String body =
        TestPeople.JSON.writeValueAsString(
            Map.of("handle", person.handle(), "password", "not this"));
    return "POST /api/sessions HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(header, body.getBytes(StandardCharsets.UTF_8).length, body);
  }
}
