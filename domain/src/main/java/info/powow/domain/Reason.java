package info.powow.domain;

import java.util.Locale;

/// The reasons for refusals, with their codes. STOMP and HTTP share this list; there is no other.
public enum Reason {
  INVALID_REQUEST(Kind.INVALID, "The request is malformed."),
  INVALID_ID(
      Kind.INVALID,
      "An id has 1 to 64 characters: letters A-Z and a-z, digits, underscore and hyphen."),
  INVALID_KEY(
      Kind.INVALID, "A key has 1 to 128 printable ASCII characters without blanks; use a UUID."),
  INVALID_TEXT(
      Kind.INVALID,
      "A text is Unicode without control characters other than line breaks and tabs."),
  EMPTY_MESSAGE(Kind.INVALID, "A message has a text or at least one picture."),
  INVALID_NAME(
      Kind.INVALID,
      "A name is one line of 1 to 100 visible characters, without control characters."),
  INVALID_HANDLE(
      Kind.INVALID,
      "A handle has 3 to 30 characters: a-z, 0-9, underscores, and full stops between other characters. It starts with a letter."),
  INVALID_PASSWORD(Kind.INVALID, "A password has at least 8 characters and at most 72 bytes."),
  WEAK_PASSWORD(
      Kind.INVALID,
      "That password is too easy to guess: it is a common one, a sequence, a repetition, the handle or the name, or has fewer than 8 visible characters."),
  INVALID_EMOJI(Kind.INVALID, "A reaction is exactly one emoji."),
  INVALID_TIME(Kind.INVALID, "The time must be in the future, and before the year 10000."),
  INVALID_PLACE(
      Kind.INVALID,
      "A place has a latitude from -90 to 90 and a longitude from -180 to 180 degrees."),
  INVALID_TAG(
      Kind.INVALID,
      "A tag has 1 to 40 characters: letters and digits, with single blanks or hyphens between them."),
  INVALID_SCHEDULE(
      Kind.INVALID, "The end must be in the future, after the start, and within 31 days of it."),
  INVALID_CAPACITY(Kind.INVALID, "The capacity is a number from 1 to 100,000."),
  INVALID_HOURS(
      Kind.INVALID,
      "Opening hours contain days and times of a week, and special periods that end after they begin."),
  INVALID_CONTACT(
      Kind.INVALID, "A contact is a telephone number, a mail address or a web address over HTTPS."),
  INVALID_DEVICE(
      Kind.INVALID,
      "A browser has an https address and the keys of its subscription. An app has the device token of its push service, and no keys."),
  INVALID_RADIUS(Kind.INVALID, "A radius is 500 to 50,000 metres."),
  INVALID_MAIL_ADDRESS(
      Kind.INVALID, "A mail address has a name, an @ and a domain, in ASCII characters."),
  LINK_EXPIRED(Kind.NOT_FOUND, "This link is not valid, or is no longer valid."),
  INVALID_CURSOR(
      Kind.INVALID,
      "The cursor does not belong to this list, or is older than a day. Start again without a cursor."),
  TEXT_TOO_LONG(Kind.TOO_LARGE, "The text is longer than this server allows."),
  TOO_MANY_IMAGES(Kind.INVALID, "The message has more pictures than this server allows."),
  TOO_MANY_MENTIONS(Kind.INVALID, "The message mentions more people than this server allows."),
  TOO_MANY_REACTIONS(
      Kind.CONFLICT, "The message already has the maximum number of different reactions."),
  TOO_MANY_PINS(
      Kind.CONFLICT, "The conversation already has the maximum number of pinned messages."),
  TOO_MANY_TAGS(Kind.INVALID, "At most 20 tags are allowed."),
  TOO_MANY_BLOCKED(Kind.CONFLICT, "You have already blocked the maximum number of people."),
  TOO_MANY_MUTED(Kind.CONFLICT, "You have already muted the maximum number of conversations."),
  TOO_MANY_ARRANGED(
      Kind.CONFLICT,
      "You have already pinned, archived or marked the maximum number of conversations."),
  TOO_MANY_LEVELS(
      Kind.CONFLICT, "You have already set levels for the maximum number of conversations."),
  DEVICE_NOT_FOUND(Kind.NOT_FOUND, "There is no such device, or it is not yours."),
  NOTIFICATIONS_UNAVAILABLE(Kind.UNAVAILABLE, "Notifications are unavailable at the moment."),
  GROUP_FULL(Kind.CONFLICT, "The group already has the maximum number of members."),
  WITH_YOURSELF(Kind.INVALID, "You cannot open a private chat with yourself."),
  PERSON_NOT_FOUND(Kind.NOT_FOUND, "There is no such person."),
  CONVERSATION_NOT_FOUND(
      Kind.NOT_FOUND, "There is no such conversation, or you are not a member of it."),
  MESSAGE_NOT_FOUND(Kind.NOT_FOUND, "There is no such message, or it was deleted."),
  IMAGE_NOT_FOUND(Kind.NOT_FOUND, "There is no such picture, or you may not see it."),
  INVALID_IMAGE(Kind.INVALID, "The file is not a complete JPEG, PNG, GIF or WebP picture."),
  MOVING_IMAGE_UNSUPPORTED(
      Kind.INVALID, "Animated pictures are accepted as GIF only, not as WebP or PNG."),
  IMAGE_TOO_LARGE(Kind.TOO_LARGE, "The picture has more bytes than this server allows."),
  TOO_MANY_PIXELS(Kind.TOO_LARGE, "The picture has more pixels than this server allows."),
  MEMBER_NOT_FOUND(Kind.NOT_FOUND, "That person is not a member of the conversation."),
  GATHERING_NOT_FOUND(Kind.NOT_FOUND, "There is no such gathering."),
  GATHERING_FULL(Kind.CONFLICT, "The gathering is full."),
  GATHERING_OVER(Kind.CONFLICT, "The gathering is over."),
  GATHERING_CANCELLED(Kind.CONFLICT, "The gathering was cancelled."),
  NOT_THE_HOST(Kind.FORBIDDEN, "Only the host of the gathering may do that."),
  SERVICE_NOT_FOUND(Kind.NOT_FOUND, "There is no such service."),
  NOT_A_SPEAKER(
      Kind.FORBIDDEN, "Only speakers of the service, and people invited to be one, may do that."),
  LAST_SPEAKER(
      Kind.CONFLICT,
      "The service would lose its last speaker. Withdraw it, or wait until somebody else accepts."),
  NOT_A_GROUP(Kind.CONFLICT, "That is possible in groups only."),
  GROUP_NOT_OPEN(Kind.CONFLICT, "Only an open group can have a place."),
  OF_A_GATHERING(
      Kind.CONFLICT,
      "The members of a gathering's conversation are its attendees. Answer the gathering instead."),
  BANNED(Kind.FORBIDDEN, "That person is banned from the group."),
  TOO_MANY_BANNED(Kind.CONFLICT, "The group already has the maximum number of banned people."),
  CONTACTS_ONLY(Kind.FORBIDDEN, "That person accepts messages from contacts only."),
  INVITATIONS_DECLINED(
      Kind.FORBIDDEN,
      "That person has declined three of your invitations, so you cannot invite them again."),
  NOT_ALLOWED(Kind.FORBIDDEN, "Your role in the conversation does not allow that."),
  NOT_THE_AUTHOR(Kind.FORBIDDEN, "Only the author may do that."),
  LAST_OWNER(
      Kind.CONFLICT, "The group would lose its last owner. Make somebody else an owner first."),
  BLOCKED(Kind.FORBIDDEN, "That person does not accept messages from you."),
  BLOCKED_BY_YOU(Kind.FORBIDDEN, "You have blocked that person."),
  HANDLE_RESERVED(
      Kind.CONFLICT,
      "That handle is reserved for operators of the server, or looks like a reserved one."),
  HANDLE_TAKEN(Kind.CONFLICT, "That handle is already taken."),
  WRONG_CREDENTIALS(Kind.UNAUTHENTICATED, "The handle or the password is wrong."),
  SIGN_IN_BUSY(Kind.UNAVAILABLE, "Too many people are signing in at the moment. Try again later."),
  UNAUTHENTICATED(Kind.UNAUTHENTICATED, "A valid token is required."),
  SESSION_ENDED(Kind.UNAUTHENTICATED, "The session has ended. Sign in again."),
  TOKEN_EXPIRED(Kind.UNAUTHENTICATED, "The token has expired."),
  SIGN_IN_REQUIRED(
      Kind.FORBIDDEN, "That needs your password, or that you have just signed in. Sign in again."),
  ROLE_REQUIRED(Kind.FORBIDDEN, "Your roles do not allow that."),
  CASE_NOT_FOUND(
      Kind.NOT_FOUND,
      "There is no such case, it is not open to you, or what you ask for is outside of it."),
  INVALID_SQL(
      Kind.INVALID,
      "A query is one SELECT over the tables of the schema, with functions that only compute."),
  QUERY_TOO_LARGE(
      Kind.TOO_LARGE, "The query needs more memory than this server allows. Ask for less at once."),
  QUERY_TIMEOUT(
      Kind.TOO_LARGE, "The query takes longer than this server allows. Ask for less at once."),
  ANALYTICS_BUSY(Kind.UNAVAILABLE, "Too many queries are waiting. Try again later."),
  ANALYTICS_UNAVAILABLE(
      Kind.UNAVAILABLE, "Queries are unavailable at the moment, or on this platform."),
  REPLAY_NOT_FOUND(Kind.NOT_FOUND, "There is no such replay, it is not yours, or it has ended."),
  REPLAYS_BUSY(
      Kind.UNAVAILABLE,
      "No more replays can run at the moment. End one of yours, or try again later."),
  REPLAYS_UNAVAILABLE(
      Kind.UNAVAILABLE,
      "Replays need the log in the same process: over Axon Server, there are none."),
  INVALID_REPORT(
      Kind.INVALID,
      "A report is about a person (personId) or a message (conversationId and position)."),
  REPORT_OF_YOURSELF(Kind.INVALID, "You cannot report yourself."),
  TOO_MANY_REPORTS(
      Kind.CONFLICT,
      "You already have the maximum number of open reports. Wait until one is closed."),
  REPORT_NOT_FOUND(Kind.NOT_FOUND, "There is no such open report, or you are involved in it."),
  SELF_APPROVAL(Kind.FORBIDDEN, "Somebody else has to approve it."),
  CAMPAIGN_NOT_FOUND(Kind.NOT_FOUND, "There is no such campaign."),
  CAMPAIGN_NOT_APPROVED(Kind.CONFLICT, "Nobody has approved the campaign yet."),
  CAMPAIGN_STOPPED(Kind.CONFLICT, "The campaign was stopped. Draft another one."),
  ERASURE_BEGUN(Kind.CONFLICT, "The erasure has begun and cannot be withdrawn."),
  LAST_ADMIN(Kind.CONFLICT, "No admin would be left. Make somebody else an admin first."),
  FORBIDDEN_DESTINATION(Kind.FORBIDDEN, "Clients may not send or subscribe to that destination."),
  FORBIDDEN_ORIGIN(Kind.FORBIDDEN, "Pages of that origin may not connect to this server."),
  TOO_MANY_REQUESTS(Kind.TOO_MANY, "Too many requests. Wait and try again."),
  TOO_MANY_SUBSCRIPTIONS(
      Kind.TOO_MANY, "The connection already has the maximum number of subscriptions."),
  TOO_MANY_CONNECTIONS(
      Kind.TOO_MANY, "This person or network already has the maximum number of connections."),
  ACK_UNSUPPORTED(
      Kind.INVALID,
      "Messages need no acknowledgement. Subscribe with ack:auto, and resume after a disconnect."),
  FRAME_TIMEOUT(Kind.INVALID, "A frame was not completed in time."),
  NOT_FOUND(Kind.NOT_FOUND, "There is nothing here."),
  TOO_LARGE(Kind.TOO_LARGE, "The request is larger than this server allows."),
  SERVER_FULL(
      Kind.UNAVAILABLE, "The server accepts no more connections at the moment. Try again later."),
  TOO_SLOW(Kind.TOO_SLOW, "The request arrived too slowly."),
  OVERLOADED(Kind.UNAVAILABLE, "The server is overloaded. Try again in a moment."),
  ISSUER_UNAVAILABLE(Kind.UNAVAILABLE, "The token issuer is unavailable at the moment."),
  IMAGES_BUSY(
      Kind.UNAVAILABLE, "Too many pictures are being processed at the moment. Try again later."),
  IMAGES_UNAVAILABLE(Kind.UNAVAILABLE, "Pictures are unavailable at the moment."),
  SEARCH_UNAVAILABLE(Kind.UNAVAILABLE, "Search is unavailable at the moment."),
  CHECK_RUNNING(Kind.CONFLICT, "A check of these views is running. Wait until it ends."),
  EVENT_NOT_SKIPPABLE(
      Kind.CONFLICT,
      "Views without this event might show what was taken away or replaced, or an erasure might not find what it has to delete. Other events can be skipped."),
  RECORDING_RUNNING(
      Kind.CONFLICT, "A flight recording of this node is running. Wait until it ends."),
  VIEWS_UNAVAILABLE(Kind.UNAVAILABLE, "The views are unavailable at the moment."),
  LOG_UNAVAILABLE(
      Kind.UNAVAILABLE,
      "The event log accepts no writes at the moment. Send again later, with the same key."),
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
    FAULT;

    /// Whether the server is the reason, not the caller.
    public boolean isOurs() {
      return this == UNAVAILABLE || this == FAULT;
    }
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
