package info.powow.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.seal.PublicParts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HistoryIT {
  @TempDir private Path folder;

  @Test
  void aHistoryIsWrittenSealedAndReadAgainWithItsKeys() {
    Path data = folder.resolve("data");
    String[] arguments = {"--data", data.toString(), "--events", "3000", "--people", "50"};

    assertThat(new CommandLine(new HistoryCommand()).execute(arguments)).isZero();
    assertThat(new CommandLine(new HistoryCommand()).execute(arguments)).isEqualTo(2);

    try (DataFolder written = DataFolder.open(data)) {
      assertThat(written.log().head()).isEqualTo(3_000);
      List<Logged> stored = written.log().readStored(0, 3_000, Long.MAX_VALUE);
      List<Logged> open = written.log().readAll(0, 3_000, Long.MAX_VALUE);
      for (int i = 0; i < stored.size(); i++) {
        if (open.get(i).entry().type().equals("MessageSent")) {
          assertThat(PublicParts.isSealed(stored.get(i).entry())).isTrue();
          MessageSent sent =
              (MessageSent) written.json().decode("MessageSent", open.get(i).entry().payload());
          assertThat(sent.text()).isNotBlank();
          assertThat(
                  written
                      .log()
                      .positionOf(
                          sent.conversationId().value(),
                          sent.sender().value() + ' ' + sent.key().value()))
              .hasValue(open.get(i).entry().sequence());
        }
      }
    }
  }
}
