package info.powow.command.staff;

import info.powow.http.NodeSignature;
import info.powow.identity.InstallationSecret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Grants, revokes and lists roles through the management port of a command node:
///
/// ```
/// java -cp powow.jar info.powow.command.staff.RolesTool http://127.0.0.1:18080 grant ada admin
/// ```
///
/// The request is signed with a key from the installation's secret (`POWOW_SECRET` or
/// `POWOW_TOKENS_SECRET`). Whoever has that could sign any token as well.
public final class RolesTool {
  private static final Duration TIMEOUT = Duration.ofSeconds(40);

  /// Signatures have whole seconds.
  private static final Clock SECONDS = Clock.tickSeconds(ZoneOffset.UTC);

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private RolesTool() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(arguments));
  }

  /// @param arguments the origin of the management port; then `list`, or `grant` or `revoke` with a
  ///     handle and a role
  /// @return the exit code
  public static int run(String... arguments) throws InterruptedException {
    InstallationSecret secret;
    try {
      secret =
          InstallationSecret.of(
              System.getenv("POWOW_SECRET"), System.getenv("POWOW_TOKENS_SECRET"));
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
      return 1;
    }
    return run(secret, arguments);
  }

  /// @param secret of the installation
  public static int run(InstallationSecret secret, String... arguments)
      throws InterruptedException {
    if (arguments.length < 2) {
      System.out.println(
          "RolesTool takes http://HOST:PORT and grant HANDLE ROLE, revoke …, or list.");
      return 2;
    }
    List<String> words = Arrays.asList(arguments).subList(1, arguments.length);
    boolean isList = words.equals(List.of("list"));
    String path =
        RolesEndpoint.PATH
            + (isList ? "" : words.stream().map(RolesTool::segment).collect(Collectors.joining()));
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build()) {
      String method = isList ? "GET" : "POST";
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(arguments[0]).resolve(path))
              .timeout(TIMEOUT)
              .header("Authorization", new NodeSignature(() -> secret, SECONDS).sign(method, path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return print(response);
    } catch (IOException | JacksonException e) {
      System.out.println(
          arguments[0] + " does not answer as a command node: " + e.getClass().getSimpleName());
      return 1;
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
      return 1;
    }
  }

  private static String segment(String word) {
    return "/" + URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static int print(HttpResponse<String> response) {
    if (response.statusCode() == UNAUTHORIZED) {
      System.out.println("The node has another secret, or its clock is wrong.");
      return 1;
    }
    if (response.statusCode() != OK) {
      System.out.println(
          "The node answered " + response.statusCode() + ": it has to be a command node.");
      return 1;
    }
    JsonNode outcome = JsonMapper.shared().readTree(response.body());
    System.out.println(outcome.path("message").asString(""));
    return outcome.path("done").asBoolean(false) ? 0 : 1;
  }
}
