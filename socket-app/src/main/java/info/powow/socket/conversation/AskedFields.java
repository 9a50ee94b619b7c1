package info.powow.socket.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Role;
import info.powow.socket.conversation.Field.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Gives whatever is asked for, and remembers what that was: so that the contract says what is
/// read, and nothing else.
final class AskedFields implements Payload {
  /// Is a name, a message and an emoji.
  private static final String TEXT = "👍";

  private final List<Field> fields = new ArrayList<>();

  List<Field> fields() {
    return List.copyOf(fields);
  }

  private <T> T asked(String name, Kind kind, boolean required, T answer) {
    fields.add(new Field(name, kind, required));
    return answer;
  }

  @Override
  public CommandKey key() {
    return asked("key", Kind.KEY, true, new CommandKey("key"));
  }

  @Override
  public PersonId person(String name) {
    return asked(name, Kind.PERSON, true, new PersonId("person"));
  }

  @Override
  public List<PersonId> people(String name) {
    return asked(name, Kind.PEOPLE, false, List.of(new PersonId("person")));
  }

  @Override
  public List<PersonId> optionalPeople(String name) {
    return people(name);
  }

  @Override
  public List<ImageId> images(String name) {
    return asked(name, Kind.IMAGES, false, List.of(new ImageId("image")));
  }

  @Override
  public ImageId optionalImage(String name) {
    return asked(name, Kind.IMAGE, false, new ImageId("image"));
  }

  @Override
  public Role role(String name) {
    return asked(name, Kind.ROLE, true, Role.MEMBER);
  }

  @Override
  public String text(String name) {
    return asked(name, Kind.TEXT, true, TEXT);
  }

  @Override
  public String optionalText(String name) {
    return asked(name, Kind.TEXT, false, TEXT);
  }

  @Override
  public boolean flag(String name) {
    return asked(name, Kind.FLAG, true, true);
  }

  @Override
  public boolean flag(String name, boolean otherwise) {
    return asked(name, Kind.FLAG, false, otherwise);
  }

  @Override
  public double number(String name) {
    return asked(name, Kind.NUMBER, true, 0.0);
  }

  @Override
  public long position(String name) {
    return asked(name, Kind.POSITION, true, 0L);
  }

  @Override
  public Long optionalPosition(String name) {
    return asked(name, Kind.POSITION, false, 0L);
  }

  @Override
  public Instant optionalTime(String name) {
    return asked(name, Kind.TIME, false, Instant.EPOCH);
  }
}
