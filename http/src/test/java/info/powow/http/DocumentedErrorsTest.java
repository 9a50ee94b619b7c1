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

      Every refusal has a code. It is the same over STOMP (`code` in a message on `/user/queue/errors`) and
      over HTTP (`code` in the `application/problem+json` body). Codes are stable. Messages are for people, and their wording may change.

      ## Format of a refusal

      The most common mistake is a field that is missing or has the wrong type. The answer to `PUT
      /api/conversations/{id}/members/{personId}/role` with `{"role": 0}` is 400 with this body:

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
      key of the frame, if any:

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
      | `expected` | a description of valid values, for people |
      | `received` | the kind of value received: `absent`, `null`, `string`, `number`, `boolean`, `array`, `object`, or a description of the problem; never the value itself |

      `retryAfter` over STOMP corresponds to the header `Retry-After` over HTTP: the number of whole seconds to wait. It accompanies
      `too_many_requests` and codes of the kind "unavailable".

      A refusal has `trace` if it was kept for operators, who can look it up by this id (`GET /api/ops/refusals/{trace}`, or *Messages* on `/ops`). Refusals of the
      kinds "unavailable" and "fault" are kept, and so are those whose request or SEND frame had a sampled `traceparent`: then `trace` is the client's own trace id
      ([Follow a message](protocol.md#follow-a-message)). What is refused before that, such as a request without a valid token or one that is not HTTP, has none.

      `field`, `expected` and `received` come with every `invalid_request`, and with every other code that is about the value of one field, such as
      `invalid_id` for `members[2]`, `invalid_capacity` for `capacity` or `handle_taken` for `handle`. 405, 406 and 415 keep the status that HTTP has for them and carry
      `invalid_request`.

      ## Kinds

      The kind determines the HTTP status, and what a client can do:

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
            "docs/errors.md; when the codes have changed on purpose: cp http/target/errors.md docs/")
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
      case INVALID -> "correct the request: the same request is refused again";
      case UNAUTHENTICATED -> "sign in, then send again";
      case FORBIDDEN -> "nothing, with these rights";
      case NOT_FOUND -> "nothing: it does not exist, or this person may not see it";
      case CONFLICT -> "read the current state";
      case TOO_LARGE -> "send less";
      case TOO_SLOW -> "send again, over a better connection";
      case TOO_MANY -> "request less; or wait, then send again, with the same key";
      case UNAVAILABLE ->
          "wait, then send again, with the same key: a part of the server is unavailable";
      case FAULT -> "send again, with the same key; if the error persists, tell the operator";
    };
  }
}
