package info.powow.domain.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.ExamplePeople;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.person.Consent;
import info.powow.domain.person.MayAdd;
import info.powow.domain.person.MayWrite;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A decision context for tests. Questions about the past are answered from the conversation's own
/// events, as by the log, and counted.
final class World implements ConversationContext {
  private final List<ConversationEvent> log;
  private final Set<PersonId> nobodies = new HashSet<>();
  private final Map<PersonId, Set<PersonId>> blocked = new HashMap<>();
  private final Map<ImageId, PersonId> images = new HashMap<>();
  private ConversationLimits limits = ConversationLimits.DEFAULT;
  private Instant now = ExamplePeople.NOW;
  private final Map<PersonId, Consent> consents = new HashMap<>();
  private final Map<PersonId, Set<PersonId>> contacts = new HashMap<>();
  private int questions;

  /// @param log read at each question, so it may grow
  World(List<ConversationEvent> log) {
    this.log = log;
  }

  void limits(ConversationLimits changed) {
    limits = changed;
  }

  void now(Instant changed) {
    now = changed;
  }

  void nobody(PersonId person) {
    nobodies.add(person);
  }

  void block(PersonId by, PersonId person) {
    blocked.computeIfAbsent(by, _ -> new HashSet<>()).add(person);
  }

  /// Sets a person's consent; by default, everything is allowed.
  void consent(PersonId person, Consent consent) {
    consents.put(person, consent);
  }

  void contact(PersonId person, PersonId other) {
    contacts.computeIfAbsent(person, _ -> new HashSet<>()).add(other);
  }

  void image(ImageId image, PersonId owner) {
    images.put(image, owner);
  }

  int questions() {
    return questions;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public ConversationLimits limits() {
    return limits;
  }

  @Override
  public boolean isPerson(PersonId person) {
    return !nobodies.contains(person);
  }

  @Override
  public boolean hasBlocked(PersonId person, PersonId other) {
    return blocked.getOrDefault(person, Set.of()).contains(other);
  }

  @Override
  public Consent consentOf(PersonId person) {
    return consents.getOrDefault(person, Consent.DEFAULT.with(MayAdd.EVERYONE, MayWrite.EVERYONE));
  }

  @Override
  public boolean isContact(PersonId person, PersonId other) {
    return contacts.getOrDefault(person, Set.of()).contains(other);
  }

  @Override
  public PictureLookup pictures() {
    return (person, image) ->
        person.equals(images.get(image)) ? Optional.of(picture(image)) : Optional.empty();
  }

  static Picture picture(ImageId image) {
    return new Picture(
        image,
        new ContentHash("0".repeat(64)),
        ImageFormat.JPEG,
        640,
        480,
        "3OcRJYB4d3h/iIeHeEh3eIhw+j3A");
  }

  @Override
  public OptionalLong positionOf(PersonId sender, CommandKey key) {
    questions++;
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i) instanceof MessageSent sent
          && sent.sender().equals(sender)
          && sent.key().equals(key)) {
        return OptionalLong.of(i);
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public Optional<PersonId> senderAt(long position) {
    questions++;
    return position >= 0
            && position < log.size()
            && log.get((int) position) instanceof MessageSent sent
        ? Optional.of(sent.sender())
        : Optional.empty();
  }
}
