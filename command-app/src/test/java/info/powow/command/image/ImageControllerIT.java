package info.powow.command.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import info.powow.command.image.ImageController.SharedImage;
import info.powow.domain.Accepted;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.ImageCommand.ShareImage;
import info.powow.domain.image.ImageLimits;
import info.powow.http.limit.PersonRateLimiter;
import info.powow.identity.SignedIn;
import info.powow.images.ImageProcessor;
import info.powow.images.boot.ImageProperties;
import info.powow.images.store.FileImageStore;
import info.powow.images.store.ImageStore;
import info.powow.images.store.ImageStore.Entry;
import info.powow.ops.Dependencies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockPart;
import org.springframework.util.unit.DataSize;

/// What happens between storing the bytes and appending the event, if something fails in between.
class ImageControllerIT {
  private static final SignedIn ADA = new SignedIn(new PersonId("ada"), Instant.MAX);

  @TempDir private Path folder;
  private final CommandGateway commands = mock(CommandGateway.class);
  private final List<ShareImage> asked = new ArrayList<>();
  private ImageStore store;
  private ImageController controller;

  @BeforeEach
  void open() {
    EventStore nothingYet = mock(EventStore.class);
    when(nothingYet.readEvents(anyString(), any(Long.class)))
        .thenAnswer(_ -> DomainEventStream.empty());
    store = new FileImageStore(folder.resolve("images"), Clock.systemUTC());
    ImageProcessor workshop =
        new ImageProcessor(
            ImageLimits.DEFAULT,
            1,
            64 << 20,
            Duration.ofSeconds(10),
            folder.resolve("workshop"),
            Clock.systemUTC(),
            new SimpleMeterRegistry(),
            new Dependencies().observed("images"));
    Duration any = Duration.ofMinutes(5);
    ImageProperties properties =
        new ImageProperties(
            ImageProperties.Kind.FILES,
            folder,
            null,
            DataSize.ofMegabytes(1),
            1_000_000,
            1,
            null,
            any,
            any,
            any,
            any,
            any);
    controller =
        new ImageController(
            commands,
            new KnownImages(nothingYet, 10),
            workshop,
            store,
            PersonRateLimiter.none(),
            properties);
  }

  private void eventsAre(CompletableFuture<Accepted> answer) {
    doAnswer(
            call -> {
              asked.add(call.getArgument(0));
              return answer;
            })
        .when(commands)
        .send(any());
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  private static MockHttpServletRequest form(byte[] file) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/images");
    request.setContentType(MediaType.MULTIPART_FORM_DATA_VALUE);
    request.addPart(
        new MockPart("file", "a.png", file) {
          @Override
          public void delete() {
            // There is no file with it.
          }
        });
    return request;
  }

  private List<Entry> kept() throws Exception {
    List<Entry> kept = new ArrayList<>();
    store.each(kept::add);
    return kept;
  }

  @Test
  void aPictureWhoseEventWasNotStoredIsTheSameOneWhenItIsSentAgain() throws Exception {
    eventsAre(CompletableFuture.failedFuture(new IllegalStateException("the log is away")));
    assertThatThrownBy(() -> controller.share(ADA, "key", form(png())).join())
        .hasRootCauseMessage("the log is away");
    assertThat(kept()).as("durable before the event").hasSize(1);

    eventsAre(CompletableFuture.completedFuture(Accepted.personal()));
    SharedImage shared = controller.share(ADA, "key", form(png())).join();

    assertThat(asked).hasSize(2);
    assertThat(asked.getLast()).isEqualTo(asked.getFirst());
    ImageId image = asked.getLast().image();
    assertThat(shared.imageId()).isEqualTo(image);
    assertThat(kept())
        .extracting(Entry::hash)
        .as("the same bytes are kept once")
        .containsExactly(asked.getLast().picture().hash());
  }

  @Test
  void whateverBecomesOfItNothingIsLeftInTheMaking() throws Exception {
    eventsAre(CompletableFuture.failedFuture(new IllegalStateException("the log is away")));
    assertThatThrownBy(() -> controller.share(ADA, null, form(png())).join())
        .hasRootCauseMessage("the log is away");
    assertThatThrownBy(() -> controller.share(ADA, null, form(new byte[10])))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.INVALID_IMAGE));

    for (Path making : List.of(folder.resolve("workshop"), folder.resolve("images/incoming"))) {
      try (Stream<Path> left = Files.list(making)) {
        assertThat(left).isEmpty();
      }
    }
  }
}
