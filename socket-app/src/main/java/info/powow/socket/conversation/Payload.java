package info.powow.socket.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of a SEND frame, field by field. What is asked for must be there and be of its kind,
/// unless it is optional; what nobody asks for is ignored, so that clients may be newer than the
/// server.
///
/// Whatever is missing or wrong: [Rejected] with `invalid_request`, or as the domain refuses it.
sealed interface Payload permits JsonPayload, AskedFields {
  CommandKey key();

  PersonId person(String name);

  /// Empty when absent.
  List<PersonId> people(String name);

  @Nullable List<PersonId> optionalPeople(String name);

  /// Empty when absent.
  List<ImageId> images(String name);

  @Nullable ImageId optionalImage(String name);

  Role role(String name);

  String text(String name);

  @Nullable String optionalText(String name);

  boolean flag(String name);

  boolean flag(String name, boolean otherwise);

  double number(String name);

  long position(String name);

  @Nullable Long optionalPosition(String name);

  @Nullable Instant optionalTime(String name);
}
