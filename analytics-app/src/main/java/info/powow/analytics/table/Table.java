package info.powow.analytics.table;

import static info.powow.analytics.table.Column.degrees;
import static info.powow.analytics.table.Column.flag;
import static info.powow.analytics.table.Column.moment;
import static info.powow.analytics.table.Column.number;
import static info.powow.analytics.table.Column.pseudonym;
import static info.powow.analytics.table.Column.word;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The tables that analysts query. Each begins with `idx` and `happened_at`. None contains texts,
/// names or handles.
public enum Table {
  EVENTS(
      "Every event of the log.",
      word("type", "The type of the event, such as `MessageSent`"),
      pseudonym("person", "Who did it; null if nobody did, or staff did"),
      pseudonym("conversation", "The conversation that it belongs to, if any")),
  MESSAGES(
      "Each message as it was sent.",
      pseudonym("conversation", "The conversation"),
      number("position", "Its position in the conversation"),
      pseudonym("person", "Who sent it"),
      flag("private", "Whether the conversation is a private chat"),
      number("characters", "The length of the text, in Unicode code points"),
      number("pictures", "How many pictures it has"),
      number("mentions", "How many people it mentions"),
      number("reply_to", "The position of the message that it answers, if any")),
  EDITS(
      "Each change or deletion of a message.",
      pseudonym("conversation", "The conversation"),
      number("message", "The position of the message"),
      pseudonym("person", "Who changed it"),
      word("change", "`edited`, `deleted`, `pinned` or `unpinned`"),
      number("characters", "The length of the new text, if it was edited")),
  MEMBERSHIPS(
      "Each change of who is in a conversation, and who may enter it.",
      pseudonym("conversation", "The conversation"),
      pseudonym("person", "Whose membership changed"),
      pseudonym("by_person", "Who did it, if it was somebody else"),
      word(
          "change",
          "`opened` (was there from the beginning), `joined`, `added`, `left`, `removed`, `invited`,"
              + " `declined`, `banned`, `unbanned`, `accepted` (a request), `role`"),
      word("role", "The new role, if the role changed"),
      flag("private", "Whether the conversation is a private chat")),
  READS(
      "Each time that somebody's client said how far they had read.",
      pseudonym("conversation", "The conversation"),
      pseudonym("person", "Who read"),
      number("up_to", "The position of the last event read")),
  REACTIONS(
      "Each reaction that was added or removed.",
      pseudonym("conversation", "The conversation"),
      number("message", "The position of the message"),
      pseudonym("person", "Who reacted"),
      word("emoji", "The emoji"),
      word("change", "`added` or `removed`")),
  PEOPLE(
      "What people did to their accounts, profiles and settings.",
      pseudonym("person", "Who did it"),
      word(
          "change",
          "`signed_up`, `account`, `profile`, `avatar`, `consent`, `place`, `blocked`, `unblocked`,"
              + " `declined`, `muted`, `unmuted`, `arranged`, `erased`"),
      pseudonym("other_person", "The person who was blocked, unblocked or declined"),
      pseudonym("conversation", "The conversation that was muted or arranged"),
      degrees("lat", "For `place`: latitude, rounded to a tenth of a degree (about 11 km)"),
      degrees("lon", "For `place`: longitude, rounded to a tenth of a degree")),
  GATHERINGS(
      "Each change of a gathering.",
      pseudonym("gathering", "The gathering"),
      pseudonym("person", "The host, when it is published"),
      word("change", "`published`, `changed`, `rescheduled` or `cancelled`"),
      moment("starts_at", "When it starts, if it was published or rescheduled"),
      moment("ends_at", "When it ends"),
      number("capacity", "How many may go, if that is limited"),
      degrees("lat", "Latitude, rounded to a tenth of a degree"),
      degrees("lon", "Longitude, rounded to a tenth of a degree")),
  ANSWERS(
      "Each answer to a gathering.",
      pseudonym("gathering", "The gathering"),
      pseudonym("person", "Who answered"),
      word("answer", "`going`, `interested` or `declined`"),
      number("going", "How many are going after this answer"),
      number("interested", "How many are interested after this answer")),
  SERVICES(
      "Each change of a public service, and of who speaks for it.",
      pseudonym("service", "The service"),
      pseudonym("person", "Who did it"),
      word(
          "change",
          "`published`, `changed`, `withdrawn`, `invited`, `uninvited`, `accepted` or `declined`"),
      pseudonym("speaker", "The first speaker, or the person who was invited"),
      degrees("lat", "Latitude, rounded to a tenth of a degree"),
      degrees("lon", "Longitude, rounded to a tenth of a degree")),
  SESSIONS(
      "When people signed in, came back and signed out.",
      pseudonym("person", "Whose session"),
      pseudonym("session", "The session"),
      word("change", "`started`, `refreshed` or `ended`"),
      word("cause", "Why it ended: `signed_out`, `expired`, `replaced` or `token_reused`")),
  REFUSALS(
      "What was refused to people. The same refusal within a minute is one row, at the end of it.",
      pseudonym("person", "Whose request was refused"),
      word(
          "command",
          "The command, such as `SendMessage`; for `too_many_requests`, the kind of requests, such as"
              + " `message`"),
      word("code", "The code of the refusal, as in errors.md"),
      pseudonym("conversation", "The conversation, if it is known"),
      number("times", "How many")),
  NOTIFICATIONS(
      "What people want to be notified of, and their devices.",
      pseudonym("person", "Whose settings or device"),
      pseudonym("conversation", "The conversation, if its level changed"),
      word("change", "`settings`, `level`, `device_added`, `device_replaced` or `device_removed`"),
      word(
          "level", "`all`, `mentions`, `keywords`, `replies` or `nothing`; null: the general one"));

  private final String meaning;
  private final List<Column> columns;

  Table(String meaning, Column... columns) {
    this.meaning = meaning;
    this.columns =
        Stream.concat(
                Stream.of(
                    number("idx", "The index of the event in the log"),
                    moment("happened_at", "When it happened")),
                Stream.of(columns))
            .toList();
  }

  /// The name in SQL.
  public String sql() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// One sentence for analysts.
  public String meaning() {
    return meaning;
  }

  public List<Column> columns() {
    return columns;
  }

  /// @param name in any case: names in SQL are case-insensitive
  public static Optional<Table> named(String name) {
    return Stream.of(values()).filter(table -> table.sql().equalsIgnoreCase(name)).findAny();
  }
}
