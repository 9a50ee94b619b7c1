package info.powow.query.image;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageCommand.EraseImage;
import info.powow.domain.image.ImageEvent.ImageErased;
import info.powow.domain.image.ImageEvent.ImageShared;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.images.store.FileImageStore;
import info.powow.images.store.ImageStore;
import info.powow.projection.image.ImageViews;
import info.powow.projector.Projector;
import info.powow.query.QueryApplication;
import info.powow.query.ReadYourWrites;
import info.powow.query.ViewStoreBreaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

class ImageSweeperIT extends QueryApplication {
  private static final Instant PUT = Instant.parse("2026-05-01T08:00:00Z");
  private static final Duration SETTLE = Duration.ofMinutes(5);

  @Autowired private ImageViews views;
  @Autowired private ViewStoreBreaker guard;
  @Autowired private ReadYourWrites readYourWrites;

  @Autowired
  @Qualifier("viewsProjector")
  private Projector projector;

  @TempDir private Path folder;
  private final Map<ImageId, ContentHash> hashes = new HashMap<>();
  private final List<EraseImage> asked = new ArrayList<>();
  private ImageStore store;

  @BeforeEach
  void openStore() {
    store = new FileImageStore(folder.resolve("images"), Clock.fixed(PUT, ZoneOffset.UTC));
  }

  private SweepReport sweepAt(Instant now) throws IOException {
    return new ImageSweeper(
            store,
            views,
            guard,
            readYourWrites,
            projector,
            this::erase,
            SETTLE,
            Duration.ofDays(30),
            Clock.fixed(now, ZoneOffset.UTC))
        .sweep();
  }

  private SweepReport sweep() throws IOException {
    return sweepAt(PUT.plus(SETTLE).plusSeconds(1));
  }

  /// As the write side does: an unused picture is erased only after its retention period.
  private void erase(EraseImage command) {
    asked.add(command);
    if (command.used()) {
      here().happened(new ImageErased(command.image(), here().now()));
    }
  }

  private static ContentHash newHash() {
    String half = UUID.randomUUID().toString().replace("-", "");
    return new ContentHash(half + half);
  }

  private void keep(ContentHash hash, String name) throws IOException {
    Path file = Files.writeString(folder.resolve("bytes"), "some bytes");
    store.put(hash, name, file);
  }

  private ImageId shares(PersonId person, ContentHash hash) throws IOException {
    ImageId image = new ImageId("i" + UUID.randomUUID());
    hashes.put(image, hash);
    keep(hash, ImageStore.ORIGINAL);
    here()
        .happened(
            new ImageShared(image, person, hash, ImageFormat.PNG, 4, 3, "", 10, here().now()));
    return image;
  }

  private long sends(PersonId person, ConversationId in, ImageId image) {
    Picture picture =
        new Picture(
            image,
            hashes.getOrDefault(image, new ContentHash("0".repeat(64))),
            ImageFormat.PNG,
            4,
            3,
            "");
    return here()
        .happened(
            new MessageSent(
                in,
                new CommandKey(UUID.randomUUID().toString()),
                person,
                null,
                List.of(image),
                List.of(picture),
                null,
                List.of(),
                here().now()));
  }

  private boolean isThere(ContentHash hash) throws IOException {
    return store.find(hash, ImageStore.ORIGINAL).isPresent();
  }

  @Test
  void theBytesGoWithTheLastMessageThatCarriesThem() throws Exception {
    PersonId ada = here().moveIn("Ada");
    ConversationId chat = here().chat(ada, here().moveIn("Bob"));
    ContentHash hash = newHash();
    ImageId image = shares(ada, hash);
    long first = sends(ada, chat, image);
    long second = sends(ada, chat, image);
    keep(hash, "320-low.webp");

    here().deletes(ada, chat, first);
    sweep();
    assertThat(asked).isEmpty();

    here().deletes(ada, chat, second);
    SweepReport givenUp = sweep();
    assertThat(asked).containsExactly(new EraseImage(image, true));
    assertThat(isThere(hash)).isTrue();
    assertThat(givenUp.deleted()).isZero();

    SweepReport deleted = sweep();
    assertThat(isThere(hash)).isFalse();
    assertThat(store.find(hash, "320-low.webp")).isEmpty();
    assertThat(deleted.deleted()).isEqualTo(1);
    assertThat(deleted.deletedBytes()).isEqualTo(20);
    assertThat(deleted.orphans()).isZero();
  }

  @Test
  void whatAnEndedProcessLeftHalfPutGoes() throws Exception {
    Path part = folder.resolve("images").resolve("incoming").resolve("put.part");
    Files.writeString(part, "some of the by");
    Files.setLastModifiedTime(part, FileTime.from(PUT.minus(Duration.ofHours(1))));

    assertThat(sweep().abandoned()).isEqualTo(1);
    assertThat(part).doesNotExist();
  }

  @Test
  void bytesThatAnotherPictureIsMadeOfStay() throws Exception {
    PersonId ada = here().moveIn("Ada");
    PersonId bob = here().moveIn("Bob");
    ConversationId chat = here().chat(ada, bob);
    ContentHash hash = newHash();
    long adas = sends(ada, chat, shares(ada, hash));
    sends(bob, chat, shares(bob, hash));

    here().deletes(ada, chat, adas);
    sweep();
    sweep();

    assertThat(isThere(hash)).isTrue();
  }

  @Test
  void aMessageSentInTheMomentOfGivingUpKeepsItsPicture() throws Exception {
    PersonId ada = here().moveIn("Ada");
    ConversationId chat = here().chat(ada, here().moveIn("Bob"));
    ContentHash hash = newHash();
    ImageId image = shares(ada, hash);
    here().deletes(ada, chat, sends(ada, chat, image));
    sweep();
    sends(ada, chat, image);
    sweep();

    assertThat(isThere(hash)).isTrue();
  }

  @Test
  void whatWasNeverSentIsAskedForAndStaysWhileTheRulesLetIt() throws Exception {
    ContentHash hash = newHash();
    ImageId image = shares(here().moveIn("Ada"), hash);
    sweep();
    sweep();

    assertThat(asked).containsOnly(new EraseImage(image, false));
    assertThat(isThere(hash)).isTrue();
  }

  @Test
  void whatTheLogKnowsNothingOfGoesWhenItHasSettled() throws Exception {
    ContentHash hash = newHash();
    keep(hash, ImageStore.ORIGINAL);

    sweepAt(PUT.plus(SETTLE));
    assertThat(isThere(hash)).isTrue();
    assertThat(sweep().orphans()).isEqualTo(1);
    assertThat(isThere(hash)).isFalse();
  }

  @Test
  void renditionsAreNotKeptForGood() throws Exception {
    PersonId ada = here().moveIn("Ada");
    ConversationId chat = here().chat(ada, here().moveIn("Bob"));
    ContentHash hash = newHash();
    sends(ada, chat, shares(ada, hash));
    keep(hash, "320-low.webp");

    assertThat(sweepAt(PUT.plus(Duration.ofDays(30))).staleRenditions()).isZero();
    assertThat(sweepAt(PUT.plus(Duration.ofDays(31))).staleRenditions()).isEqualTo(1);
    assertThat(store.find(hash, "320-low.webp")).isEmpty();
    assertThat(isThere(hash)).isTrue();
  }
}
