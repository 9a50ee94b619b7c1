package info.powow.eventlog.json;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.conversation.ReadEvent.Read;
import info.powow.domain.conversation.Role;
import info.powow.domain.identity.AccountEvent.AccountOpened;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageEvent.ImageErased;
import info.powow.domain.image.ImageEvent.ImageShared;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.person.Discoverability;
import info.powow.domain.person.PersonEvent.ConversationMuted;
import info.powow.domain.person.PersonEvent.ConversationUnmuted;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import java.time.Instant;
import java.util.List;

/// One event of each type, with every field filled.
final class SampleEvents {
  static final ConversationId CONVERSATION =
      new ConversationId("g0123456789abcdef0123456789abcdef");
  static final PersonId ADA = new PersonId("p00000000000000000000000000000ada");
  static final PersonId BOB = new PersonId("p00000000000000000000000000000b0b");
  static final CommandKey KEY = new CommandKey("5c1f2a34-0d6e-4a59-9a3e-1f7c6f0d2b11");
  static final ImageId IMAGE = new ImageId("i0123456789abcdef0123456789abcdef");
  static final Instant AT = Instant.parse("2026-01-02T03:04:05.060Z");

  static final ContentHash HASH =
      new ContentHash("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
  static final String PLACEHOLDER = "3OcRJYB4d3h/iIeHeEh3eIhw+j2w";

  /// As messages were before they said how their pictures are laid out.
  static final MessageSent WITHOUT_PICTURES = message(List.of());

  private SampleEvents() {}

  static List<Object> all() {
    return List.of(
        new DirectOpened(CONVERSATION, ADA, List.of(ADA, BOB), AT),
        new GroupCreated(
            CONVERSATION, KEY, ADA, "Hof & Garten 🌻", List.of(ADA, BOB), true, false, AT),
        new MemberJoined(CONVERSATION, BOB, AT),
        new MemberAdded(CONVERSATION, BOB, ADA, AT),
        new MemberLeft(CONVERSATION, BOB, AT),
        new MemberRemoved(CONVERSATION, BOB, ADA, AT),
        new RoleChanged(CONVERSATION, BOB, Role.MODERATOR, ADA, AT),
        new GroupRenamed(CONVERSATION, "Hof", ADA, AT),
        message(List.of(new Picture(IMAGE, HASH, ImageFormat.JPEG, 3_024, 4_032, PLACEHOLDER))),
        new MessageEdited(CONVERSATION, 8, "Wer hat eine Säge?", ADA, AT),
        new MessageDeleted(CONVERSATION, 8, ADA, AT),
        new ReactionAdded(CONVERSATION, 8, "👍🏽", BOB, AT),
        new ReactionRemoved(CONVERSATION, 8, "👍🏽", BOB, AT),
        new MessagePinned(CONVERSATION, 8, ADA, AT),
        new MessageUnpinned(CONVERSATION, 8, ADA, AT),
        new ImageShared(
            IMAGE, ADA, HASH, ImageFormat.JPEG, 3_024, 4_032, PLACEHOLDER, 1_234_567, AT),
        new ImageErased(IMAGE, HASH, AT),
        new Read(CONVERSATION, BOB, 8, AT),
        new ProfileCreated(ADA, new Handle("ada"), "Ada L.", AT),
        new ProfileChanged(ADA, "Ada Lovelace", "Rechnet.", Discoverability.GROUPS, AT),
        new PersonBlocked(ADA, BOB, AT),
        new PersonUnblocked(ADA, BOB, AT),
        new ConversationMuted(ADA, CONVERSATION, AT.plusSeconds(3_600), AT),
        new ConversationUnmuted(ADA, CONVERSATION, AT),
        new AccountOpened(new Handle("ada"), ADA, "$argon2id$v=19$m=65536$c2FsdA$aGFzaA", AT));
  }

  private static MessageSent message(List<Picture> pictures) {
    return new MessageSent(
        CONVERSATION,
        KEY,
        ADA,
        "Wer hat Säge & Leiter? 🪚\n",
        List.of(IMAGE),
        pictures,
        7L,
        List.of(BOB),
        AT);
  }
}
