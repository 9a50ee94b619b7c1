package info.powow.http;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentedErrorsTest {
  private static final Path PAGE = Path.of("..", "docs", "errors.md");
  private static final Path WANTED = Path.of("target", "errors.md");

  private static final String HEAD =
      """
      # Error codes

      Why something was refused: the same code over STOMP (`code` in a message on `/user/queue/errors`) and
      over HTTP (`code` in the `application/problem+json` body). The message is for people, and may be worded
      otherwise one day; the code stays.

      ## What a refusal looks like

      The commonest mistake is a field that is missing or of the wrong type. `PUT
      /api/conversations/{id}/members/{personId}/role` with `{"role": 0}` is answered by 400 and

      ```json
      {
        "type": "urn:powow:problem:invalid_request",
        "title": "Bad Request",
        "status": 400,
        "detail": "role: expected one of owner, moderator, member, received number.",
        "instance": "/api/conversations/c1/members/p1/role",
        "code": "invalid_request",
        "field": "role",
        "expected": "one of owner, moderator, member",
        "received": "number"
      }
      ```

      The same body sent to `/app/conversations/{id}/role` is answered on `/user/queue/errors`, with the receipt and the
      key of the frame where it has them:

      ```json
      {
        "code": "invalid_request",
        "message": "role: expected one of owner, moderator, member, received number.",
        "destination": "/app/conversations/c1/role",
        "receipt": "r1",
        "field": "role",
        "expected": "one of owner, moderator, member",
        "received": "number"
      }
      ```

      | member | |
      | --- | --- |
      | `field` | the path of a JSON field, such as `members[2]` or `hours.weekly[0].opens`; the name of a header, a query parameter or a path variable; or `body`, `request`, `method` |
      | `expected` | what belongs there, in words for people |
      | `received` | the kind of what came: `absent`, `null`, `string`, `number`, `boolean`, `array`, `object`, or what else is wrong with it; never what came itself |

      `retryAfter`, over STOMP, is what the header `Retry-After` is over HTTP: after how many whole seconds to try again. It comes with
      `too_many_requests`, and with codes of the kind "unavailable".

      `field`, `expected` and `received` come with every `invalid_request`, and with other codes where a single field was refused while it was read,
      such as `invalid_id` for `members[2]`. 405, 406 and 415 keep the status that HTTP has for them and carry
      `invalid_request`.

      ## Kinds

      What a client can do follows from the kind:

      | kind | HTTP | what a client can do |
      | --- | --- | --- |
      """;

  @Test
  void thePageOfErrorCodesSaysExactlyWhatTheServerAnswers() throws IOException {
    String wanted =
        HEAD + kinds() + "\n## Codes\n\n| code | kind | message |\n| --- | --- | --- |\n" + codes();
    Files.createDirectories(WANTED.getParent());
    Files.writeString(WANTED, wanted);

    assertThat(PAGE)
        .as(
            "docs/errors.md; when the codes have changed on purpose: cp edge/target/errors.md docs/")
        .hasContent(wanted);
  }

  private static String kinds() {
    return Arrays.stream(Reason.Kind.values())
        .map(kind ->
            "| %s | %d | %s |\n".formatted(nameOf(kind), statusOf(kind), whatAClientCanDo(kind)))
        .collect(Collectors.joining());
  }

  private static String codes() {
    return Arrays.stream(Reason.values())
        .map(reason ->
            "| `%s` | %s | %s |\n"
                .formatted(reason.code(), nameOf(reason.kind()), reason.message()))
        .collect(Collectors.joining());
  }

  private static String nameOf(Reason.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static int statusOf(Reason.Kind kind) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.kind() == kind)
        .mapToInt(reason -> Problems.statusOf(reason).value())
        .findFirst()
        .orElseThrow();
  }

  private static String whatAClientCanDo(Reason.Kind kind) {
    return switch (kind) {
      case INVALID -> "send something else: the same again is refused again";
      case UNAUTHENTICATED -> "sign in, then send again";
      case FORBIDDEN -> "nothing, with these rights";
      case NOT_FOUND -> "nothing: it is not there, or not for this person";
      case CONFLICT -> "look how things are now";
      case TOO_LARGE -> "send less";
      case TOO_SLOW -> "send again, over a better connection";
      case TOO_MANY -> "ask for less; or wait, then send again, with the same key";
      case UNAVAILABLE ->
          "wait, then send again, with the same key: a part of the server is missing";
      case FAULT -> "send again, with the same key; if it stays, tell who runs the server";
    };
  }
}
