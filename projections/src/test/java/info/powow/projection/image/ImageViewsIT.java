package info.powow.projection.image;

import static info.powow.projection.Sample.ADA;
import static info.powow.projection.Sample.BOB;
import static info.powow.projection.Sample.CHAT;
import static info.powow.projection.Sample.GROUP;
import static info.powow.projection.Sample.at;
import static info.powow.projection.Sample.chat;
import static info.powow.projection.Sample.group;
import static info.powow.projection.Sample.profile;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.GatheringEvent.GatheringCancelled;
import info.powow.domain.gathering.GatheringEvent.GatheringPictureChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageEvent.ImageErased;
import info.powow.domain.image.ImageEvent.ImageShared;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.person.PersonEvent.AvatarChanged;
import info.powow.domain.place.Place;
import info.powow.projection.MemoryLog;
import info.powow.projection.ViewsFixture;
import info.powow.projector.ProjectorOptions;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs each test with batches of 1, 7 and all events, and applies everything twice.
@ParameterizedClass
@ValueSource(ints = {1, 7, 1_000})
class ImageViewsIT {
  private static final Picture ROSE = picture("rose", "a");
  private static final Picture SAME_ROSE = picture("same", "a");
  private static final Picture TULIP = picture("tulip", "b");
  private static final GatheringId PICNIC = GatheringId.of(ADA, new CommandKey("picnic"));

  private final ViewsFixture fixture = new ViewsFixture();
  private final MemoryLog log = new MemoryLog();
  private final ProjectorOptions options;

  ImageViewsIT(int batch) {
    options = ProjectorOptions.DEFAULT.withBatch(batch);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Picture picture(String id, String hash) {
    return new Picture(
        new ImageId(id), new ContentHash(hash.repeat(64)), ImageFormat.JPEG, 40, 30, "cGxhY2U");
  }

  private static ImageShared shared(PersonId by, Picture picture) {
    return new ImageShared(
        picture.imageId(),
        by,
        picture.hash(),
        picture.format(),
        picture.width(),
        picture.height(),
        picture.placeholder(),
        1_000,
        at(0));
  }

  private static MessageSent sent(ConversationId in, int second, Picture... pictures) {
    return new MessageSent(
        in,
        new CommandKey("k" + second),
        ADA,
        null,
        Stream.of(pictures).map(Picture::imageId).toList(),
        List.of(pictures),
        null,
        List.of(),
        at(second));
  }

  private static AvatarChanged shows(@Nullable Picture picture, int second) {
    return new AvatarChanged(ADA, picture, at(second));
  }

  private static GroupAvatarChanged groupShows(@Nullable Picture picture, int second) {
    return new GroupAvatarChanged(GROUP, picture, ADA, at(second));
  }

  private static GatheringPublished gathering() {
    return new GatheringPublished(
        PICNIC,
        new CommandKey("picnic"),
        ADA,
        new Announcement("Picnic", "", null, new Place(52.5, 13.4, null), null),
        new Schedule(at(100), at(200), ZoneId.of("UTC")),
        null,
        at(0));
  }

  private static GatheringPictureChanged gatheringShows(@Nullable Picture picture, int second) {
    return new GatheringPictureChanged(PICNIC, picture, ADA, at(second));
  }

  private ImageViews views() {
    fixture.rebuild(log, options).forgetPosition().rebuild(log, options);
    return fixture.images();
  }

  private ImageView image(Picture picture) {
    return requireNonNull(views().images().find(picture.imageId().value()));
  }

  @Test
  void aPictureIsWhatWasGivenAndByWhom() {
    log.append(shared(ADA, ROSE), shared(BOB, SAME_ROSE), shared(BOB, TULIP));

    ImageView rose = image(ROSE);
    assertThat(rose.owner()).isEqualTo("ada");
    assertThat(rose.picture()).isEqualTo(ROSE);
    assertThat(rose.isCarried()).isFalse();
    assertThat(rose.used()).isFalse();
    assertThat(requireNonNull(views().hashes().find(ROSE.hash().value())).images())
        .containsExactlyInAnyOrder("rose", "same");
  }

  @Test
  void everyMessageThatCarriesItIsKnownUntilItIsDeleted() {
    log.append(
        shared(ADA, ROSE),
        chat(),
        group(BOB),
        sent(CHAT, 1, ROSE, TULIP),
        sent(CHAT, 2, ROSE),
        sent(GROUP, 3, ROSE),
        new MessageEdited(CHAT, 2, "another text", null, ADA, at(4)),
        new MessageDeleted(CHAT, 1, ADA, at(5)),
        new MessageDeleted(GROUP, 1, ADA, at(6)));

    assertThat(image(ROSE).messages()).isEqualTo(Map.of(CHAT.value(), List.of(2L)));
    assertThat(image(TULIP).messages()).isEmpty();
    assertThat(image(TULIP).used()).isTrue();
  }

  @Test
  void whoseAvatarItIsIsKnownUntilTheyShowAnother() {
    log.append(
        shared(ADA, ROSE),
        shared(ADA, TULIP),
        profile(ADA),
        group(BOB),
        shows(ROSE, 1),
        groupShows(ROSE, 2),
        shows(TULIP, 3),
        groupShows(TULIP, 4),
        groupShows(null, 5));

    assertThat(image(ROSE).isCarried()).isFalse();
    assertThat(image(ROSE).used()).isTrue();
    assertThat(image(TULIP).people()).containsExactly("ada");
    assertThat(image(TULIP).groups()).isEmpty();
    assertThat(requireNonNull(fixture.people().people().find("ada")).avatar()).isEqualTo(TULIP);
    assertThat(requireNonNull(fixture.conversations().conversations().find(GROUP.value())).avatar())
        .isNull();
  }

  @Test
  void anAvatarThatIsShownAgainIsCarriedAgain() {
    log.append(
        shared(ADA, ROSE),
        profile(ADA),
        group(BOB),
        shows(ROSE, 1),
        shows(null, 2),
        shows(ROSE, 3),
        groupShows(ROSE, 4),
        groupShows(TULIP, 5),
        groupShows(ROSE, 6));

    assertThat(image(ROSE).people()).containsExactly("ada");
    assertThat(image(ROSE).groups()).containsExactly(GROUP.value());
    assertThat(image(TULIP).isCarried()).isFalse();
  }

  @Test
  void aGatheringUsesItsPictureUntilItShowsAnother() {
    log.append(
        shared(ADA, ROSE),
        shared(ADA, TULIP),
        gathering(),
        gatheringShows(ROSE, 1),
        new GatheringCancelled(PICNIC, at(2)));
    assertThat(image(ROSE).gatherings()).containsExactly(PICNIC.value());
    assertThat(image(ROSE).isCarried()).isTrue();

    log.append(gatheringShows(TULIP, 3));
    assertThat(image(ROSE).isCarried()).isFalse();
    assertThat(image(ROSE).used()).isTrue();
    assertThat(image(TULIP).gatherings()).containsExactly(PICNIC.value());

    log.append(gatheringShows(null, 4));
    assertThat(image(TULIP).isCarried()).isFalse();
  }

  @Test
  void aPictureThatWasGivenUpIsErasedAndItsHashStillNamesIt() {
    log.append(shared(ADA, ROSE), new ImageErased(ROSE.imageId(), at(1)));

    assertThat(image(ROSE).erased()).isTrue();
    assertThat(requireNonNull(views().hashes().find(ROSE.hash().value())).images())
        .containsExactly("rose");
  }

  @Test
  void whatIsWrittenLiveIsWhatIsMadeAgain() {
    List<Object> story =
        List.of(
            profile(ADA),
            chat(),
            group(BOB),
            shared(ADA, ROSE),
            sent(CHAT, 1, ROSE),
            shared(ADA, TULIP),
            shows(TULIP, 2),
            groupShows(ROSE, 3),
            sent(GROUP, 4, ROSE, TULIP),
            new MessageDeleted(CHAT, 1, ADA, at(5)),
            shows(ROSE, 6),
            groupShows(TULIP, 7),
            new MessageDeleted(GROUP, 2, ADA, at(8)),
            shows(null, 9),
            gathering(),
            gatheringShows(TULIP, 11),
            new ImageErased(ROSE.imageId(), at(10)));
    for (Object event : story) {
      log.append(event);
      fixture.rebuild(log, options);
    }
    List<String> ids = List.of("rose", "tulip");
    Map<String, ImageView> live = fixture.images().images().find(ids);
    try (ViewsFixture again = new ViewsFixture()) {
      again.rebuild(log, options);

      assertThat(again.images().images().find(ids)).isEqualTo(live);
    }
    assertThat(requireNonNull(live.get("tulip")).groups()).containsExactly(GROUP.value());
    assertThat(requireNonNull(live.get("rose")).isCarried()).isFalse();
  }
}
