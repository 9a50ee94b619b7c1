package info.powow.projection;

import static info.powow.projection.Sample.ADA;
import static info.powow.projection.Sample.BOB;
import static info.powow.projection.Sample.CHAT;
import static info.powow.projection.Sample.CLEO;
import static info.powow.projection.Sample.DAN;
import static info.powow.projection.Sample.at;
import static info.powow.projection.Sample.chat;
import static info.powow.projection.Sample.profile;
import static info.powow.projection.Sample.read;
import static info.powow.projection.Sample.reply;
import static info.powow.projection.Sample.sent;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.image.ImageEvent.ImageShared;
import info.powow.domain.image.Picture;
import info.powow.domain.person.PersonEvent.AvatarChanged;
import info.powow.projector.ProjectorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the code makes of a history. The hash of the golden file is the revision of the embedded
/// views: when it changes, they are made again from the log at the next start.
///
/// After an intended change, write the file anew with `-Dreference.write=true`.
class GoldenViewsIT {
  private static final Path GOLDEN =
      Path.of("src/main/resources/info/powow/projection/mongo/views.jsonl");

  @Test
  void theViewsOfTheGoldenHistoryAreThoseOfTheRevision() throws IOException {
    MemoryLog log =
        new MemoryLog()
            .append(profile(ADA), profile(BOB), profile(CLEO), profile(DAN), chat())
            .append(shared(Happening.ROSE), shared(Happening.TULIP))
            .append(new AvatarChanged(ADA, Happening.ROSE, at(1)))
            .append(sent(CHAT, ADA, "hello", 1), reply(CHAT, BOB, "hello yourself", 0L, 2))
            .append(read(CHAT, BOB, 1, 3))
            .append(new Happening(new Random(5)).next(120));
    String views;
    try (ViewsFixture fixture = new ViewsFixture()) {
      views =
          fixture.rebuild(log, ProjectorOptions.DEFAULT).canonical().entrySet().stream()
              .map(document -> document.getKey() + ' ' + document.getValue() + '\n')
              .collect(Collectors.joining());
    }
    if (Boolean.getBoolean("reference.write")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, views);
    }
    assertThat(views).isEqualTo(Files.readString(GOLDEN));
  }

  private static ImageShared shared(Picture picture) {
    return new ImageShared(
        picture.imageId(), ADA, picture.hash(), picture.format(), 40, 30, "cGxhY2U", 1_000, at(0));
  }
}
