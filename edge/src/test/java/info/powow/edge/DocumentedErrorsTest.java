package info.powow.edge;

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

      What a client can do follows from the kind:

      | kind | HTTP | what a client can do |
      | --- | --- | --- |
      """;

  @Test
  void thePageOfErrorCodesSaysExactlyWhatTheServerAnswers() throws IOException {
    String wanted = HEAD + kinds() + "\n| code | kind | message |\n| --- | --- | --- |\n" + codes();
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
