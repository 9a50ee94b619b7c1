package info.powow.domain;

import java.util.Locale;

/// The reasons for refusals, with their codes. STOMP and HTTP share this list; there is no other.
public enum Reason {
  INVALID_REQUEST(Kind.INVALID, "The request is not of the documented form."),
  INVALID_ID(
      Kind.INVALID,
      "An id has 1 to 64 characters: letters A-Z and a-z, digits, underscore and hyphen."),
  INVALID_KEY(
      Kind.INVALID, "A key has 1 to 128 printable ASCII characters without blanks; use a UUID."),
  INVALID_TEXT(
      Kind.INVALID,
      "A text is Unicode without control characters (line breaks and tabs may be there)."),
  EMPTY_MESSAGE(Kind.INVALID, "A message has a text or at least one picture."),
  INVALID_NAME(
      Kind.INVALID,
      "A name is one line of 1 to 100 characters that can be seen, without control characters."),
  INVALID_HANDLE(
      Kind.INVALID,
      "A handle has 3 to 30 characters: a-z, 0-9, underscore, and full stops between others; a letter first."),
  INVALID_PASSWORD(Kind.INVALID, "A password has at least 8 characters and at most 72 bytes."),
  WEAK_PASSWORD(
      Kind.INVALID,
      "That password is among the first ones that somebody tries: a common one, the handle or the name."),
  INVALID_EMOJI(Kind.INVALID, "A reaction is exactly one emoji."),
  INVALID_TIME(Kind.INVALID, "The time must lie in the future, and before the year 10000."),
  INVALID_PLACE(
      Kind.INVALID,
      "A place has a latitude from -90 to 90 and a longitude from -180 to 180 degrees."),
  INVALID_TAG(
      Kind.INVALID,
      "A tag has 1 to 40 characters: letters and digits, and between them single blanks or hyphens."),
  INVALID_SCHEDULE(
      Kind.INVALID, "It has to end after it begins, and within 31 days; and to end in the future."),
  INVALID_CAPACITY(Kind.INVALID, "The capacity is a number from 1 to 100,000."),
  INVALID_HOURS(
      Kind.INVALID,
      "Opening hours name days and times of a week, and periods of other hours that end after they begin."),
  INVALID_CONTACT(
      Kind.INVALID, "A contact is a telephone number, a mail address or a web address over HTTPS."),
  INVALID_DEVICE(
      Kind.INVALID,
      "A device has an https address, and the keys that its browser gave with the subscription."),
  INVALID_CURSOR(
      Kind.INVALID,
      "The cursor is not from your last page of this list, or it is older than a day: begin again without one."),
  TEXT_TOO_LONG(Kind.TOO_LARGE, "The text is longer than this server allows."),
  TOO_MANY_IMAGES(Kind.INVALID, "The message carries more pictures than this server allows."),
  TOO_MANY_MENTIONS(Kind.INVALID, "The message mentions more people than this server allows."),
  TOO_MANY_REACTIONS(Kind.CONFLICT, "The message has as many different reactions as it may have."),
  TOO_MANY_PINS(Kind.CONFLICT, "The conversation has as many pinned messages as it may have."),
  TOO_MANY_TAGS(Kind.INVALID, "There are at most 20 tags."),
  TOO_MANY_BLOCKED(Kind.CONFLICT, "You have blocked as many people as this server allows."),
  TOO_MANY_MUTED(Kind.CONFLICT, "You have muted as many conversations as this server allows."),
  TOO_MANY_LEVELS(
      Kind.CONFLICT, "You have set a level of your own for as many conversations as you may."),
  DEVICE_NOT_FOUND(Kind.NOT_FOUND, "There is no such device, or it is not yours."),
  NOTIFICATIONS_UNAVAILABLE(Kind.UNAVAILABLE, "Notifications are not available at the moment."),
  GROUP_FULL(Kind.CONFLICT, "The group has as many members as this server allows."),
  WITH_YOURSELF(Kind.INVALID, "A private chat is with somebody else."),
  PERSON_NOT_FOUND(Kind.NOT_FOUND, "There is no such person."),
  CONVERSATION_NOT_FOUND(
      Kind.NOT_FOUND, "There is no such conversation, or you are not a member of it."),
  MESSAGE_NOT_FOUND(Kind.NOT_FOUND, "There is no such message, or it was deleted."),
  IMAGE_NOT_FOUND(Kind.NOT_FOUND, "There is no such picture, or it is not for you."),
  INVALID_IMAGE(Kind.INVALID, "A picture is a whole JPEG, PNG, GIF or WebP file; this is not one."),
  MOVING_IMAGE_UNSUPPORTED(
      Kind.INVALID, "Of moving pictures only GIF is taken; this is an animated WebP or PNG."),
  IMAGE_TOO_LARGE(Kind.TOO_LARGE, "The picture has more bytes than this server allows."),
  TOO_MANY_PIXELS(Kind.TOO_LARGE, "The picture has more pixels than this server allows."),
  MEMBER_NOT_FOUND(Kind.NOT_FOUND, "That person is not a member of the conversation."),
  GATHERING_NOT_FOUND(Kind.NOT_FOUND, "There is no such gathering."),
  GATHERING_FULL(Kind.CONFLICT, "All places of the gathering are taken."),
  GATHERING_OVER(Kind.CONFLICT, "The gathering is over."),
  GATHERING_CANCELLED(Kind.CONFLICT, "The gathering was cancelled."),
  NOT_THE_HOST(Kind.FORBIDDEN, "Only the host of the gathering may do that."),
  SERVICE_NOT_FOUND(Kind.NOT_FOUND, "There is no such service."),
  NOT_A_SPEAKER(Kind.FORBIDDEN, "Only who speaks for the service, or is asked to, may do that."),
  LAST_SPEAKER(
      Kind.CONFLICT,
      "Nobody would speak for the service any more: withdraw it, or wait until somebody else accepts."),
  NOT_A_GROUP(Kind.CONFLICT, "That can be done in a group only."),
  OF_A_GATHERING(
      Kind.CONFLICT,
      "Who is in a gathering's conversation follows from the gathering: answer that instead."),
  BANNED(Kind.FORBIDDEN, "That person was removed from the group for good."),
  TOO_MANY_BANNED(Kind.CONFLICT, "The group keeps out as many people as this server allows."),
  CONTACTS_ONLY(Kind.FORBIDDEN, "That person takes messages from their contacts only."),
  INVITATIONS_DECLINED(
      Kind.FORBIDDEN, "That person has declined three of your invitations, and gets no more."),
  NOT_ALLOWED(Kind.FORBIDDEN, "Your role in the conversation does not allow that."),
  NOT_THE_AUTHOR(Kind.FORBIDDEN, "Only the author may do that."),
  LAST_OWNER(Kind.CONFLICT, "The group would lose its last owner: make somebody else owner first."),
  BLOCKED(Kind.FORBIDDEN, "That person does not take messages from you."),
  BLOCKED_BY_YOU(Kind.FORBIDDEN, "You have blocked that person."),
  HANDLE_RESERVED(
      Kind.CONFLICT,
      "That handle is kept for those who run the server, or looks like one of theirs."),
  HANDLE_TAKEN(Kind.CONFLICT, "That handle belongs to somebody already."),
  WRONG_CREDENTIALS(Kind.UNAUTHENTICATED, "The handle or the password is wrong."),
  SIGN_IN_BUSY(
      Kind.UNAVAILABLE, "The server checks as many passwords as it can: try again in a while."),
  UNAUTHENTICATED(Kind.UNAUTHENTICATED, "A valid token is needed."),
  SESSION_ENDED(Kind.UNAUTHENTICATED, "The session has ended: sign in again."),
  TOKEN_EXPIRED(Kind.UNAUTHENTICATED, "The token has expired."),
  FORBIDDEN_DESTINATION(
      Kind.FORBIDDEN, "Clients may not send to, or subscribe to, that destination."),
  FORBIDDEN_ORIGIN(Kind.FORBIDDEN, "Pages of that origin may not connect to this server."),
  TOO_MANY_REQUESTS(Kind.TOO_MANY, "Too many requests: slow down and try again."),
  TOO_MANY_SUBSCRIPTIONS(Kind.TOO_MANY, "The session has as many subscriptions as it may have."),
  TOO_MANY_CONNECTIONS(
      Kind.TOO_MANY, "There are as many connections as one person, or one network, may have."),
  ACK_UNSUPPORTED(
      Kind.INVALID,
      "Messages need no acknowledgement here: subscribe with ack:auto, and resume what was missed."),
  FRAME_TIMEOUT(Kind.INVALID, "A frame was begun and not finished in time."),
  NOT_FOUND(Kind.NOT_FOUND, "There is nothing here."),
  TOO_LARGE(Kind.TOO_LARGE, "The request is larger than this server allows."),
  SERVER_FULL(
      Kind.UNAVAILABLE,
      "The server takes no more connections at the moment: try again in a while."),
  TOO_SLOW(Kind.TOO_SLOW, "The request came too slowly."),
  OVERLOADED(Kind.UNAVAILABLE, "The server has more to do than it can: try again in a moment."),
  ISSUER_UNAVAILABLE(Kind.UNAVAILABLE, "Who vouches for tokens cannot be asked at the moment."),
  IMAGES_BUSY(
      Kind.UNAVAILABLE, "The server works on as many pictures as it can: try again in a while."),
  IMAGES_UNAVAILABLE(Kind.UNAVAILABLE, "Pictures can neither be kept nor shown at the moment."),
  SEARCH_UNAVAILABLE(Kind.UNAVAILABLE, "Search is not available at the moment."),
  VIEWS_UNAVAILABLE(Kind.UNAVAILABLE, "Reading is not available at the moment."),
  LOG_UNAVAILABLE(
      Kind.UNAVAILABLE,
      "The event log takes nothing at the moment: send again later, with the same key."),
  INTERNAL(Kind.FAULT, "Something went wrong on the server.");

  /// What a client can do about a refusal.
  public enum Kind {
    /// Correct the request.
    INVALID,
    /// Sign in first.
    UNAUTHENTICATED,
    /// Nothing, with the caller's rights.
    FORBIDDEN,
    /// Nothing: it does not exist, or the caller may not see it.
    NOT_FOUND,
    /// Read the current state.
    CONFLICT,
    /// Send less.
    TOO_LARGE,
    /// Send again, over a better connection.
    TOO_SLOW,
    /// Send later.
    TOO_MANY,
    /// Send later: a part of the server is unavailable.
    UNAVAILABLE,
    /// Send again: the server is at fault.
    FAULT
  }

  private final Kind kind;
  private final String message;
  private final String code = name().toLowerCase(Locale.ROOT);

  Reason(Kind kind, String message) {
    this.kind = kind;
    this.message = message;
  }

  /// The name on the wire, such as `group_full`.
  public String code() {
    return code;
  }

  public Kind kind() {
    return kind;
  }

  public String message() {
    return message;
  }
}
