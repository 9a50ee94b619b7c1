package info.powow.audit;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupPlaceChanged;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberBanned;
import info.powow.domain.conversation.ConversationEvent.MemberInvited;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.MemberUnbanned;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.image.Picture;
import info.powow.domain.place.Place;
import info.powow.eventlog.LoggedEvent;
import info.powow.tlog.Checkpoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The forms of a bundle that people read: a page and a table.
final class BundlePages {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String STYLE =
      """
      @page{margin:18mm}
      body{font:11pt/1.45 Georgia,"Noto Serif",serif;color:#111;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.5rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2rem 0 .25rem;break-after:avoid}
      table{border-collapse:collapse;width:100%}
      th,td{text-align:start;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #bbb}
      thead{display:table-header-group}tr{break-inside:avoid}
      .facts th{font-weight:normal;color:#444;white-space:nowrap;width:12rem}
      .n{white-space:nowrap;font-variant-numeric:tabular-nums;color:#444;font-size:.85em}
      .who{white-space:nowrap}.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
      .note{color:#444;font-style:italic}.id{font-family:monospace;font-size:.85em;overflow-wrap:anywhere}
      img{max-width:12cm;max-height:9cm;display:block;margin:.3rem 0}
      @media print{body{margin:0;max-width:none;padding:0}}
      """;

  private final BundlePeople people;

  BundlePages(BundlePeople people) {
    this.people = people;
  }

  String name(PersonId person) {
    return people.name(person);
  }

  /// What an event says, for a reader.
  ///
  /// @param who null if nobody did it
  /// @param note what happened
  /// @param text what somebody wrote; null if nothing
  record Said(@Nullable PersonId who, String note, @Nullable String text, List<Picture> pictures) {
    Said(@Nullable PersonId who, String note) {
      this(who, note, null, List.of());
    }
  }

  private static String placed(GroupPlaceChanged changed, boolean erased) {
    Place place = changed.place();
    if (erased) {
      return "put the group on the map, or took it off";
    }
    return place == null
        ? "took the group off the map"
        : "put the group on the map at "
            + place.lat()
            + ", "
            + place.lon()
            + (place.label() == null ? "" : " “" + place.label() + "”");
  }

  Said said(LoggedEvent logged) {
    if (!(logged.event() instanceof ConversationEvent event)) {
      return new Said(null, logged.type());
    }
    boolean erased = SeenMessages.isErased(logged);
    return switch (event) {
      case MessageSent sent ->
          erased
              ? new Said(sent.sender(), "wrote; the words were erased since")
              : new Said(
                  sent.sender(),
                  sent.replyTo() == null ? "wrote" : "answered message " + sent.replyTo(),
                  sent.text(),
                  sent.pictures());
      case MessageEdited edited ->
          erased
              ? new Said(
                  edited.by(),
                  "changed message " + edited.message() + "; the words were erased since")
              : new Said(
                  edited.by(),
                  "changed message " + edited.message() + " to",
                  edited.text(),
                  List.of());
      case MessageDeleted deleted -> new Said(deleted.by(), "deleted message " + deleted.message());
      case ReactionAdded added ->
          new Said(added.by(), "reacted to message " + added.message() + " with " + added.emoji());
      case ReactionRemoved removed ->
          new Said(
              removed.by(),
              "took the reaction "
                  + removed.emoji()
                  + " to message "
                  + removed.message()
                  + " back");
      case MessagePinned pinned -> new Said(pinned.by(), "pinned message " + pinned.message());
      case MessageUnpinned unpinned ->
          new Said(unpinned.by(), "unpinned message " + unpinned.message());
      case DirectOpened opened ->
          new Said(opened.by(), "opened a private chat between " + all(opened.members()));
      case GroupCreated created ->
          new Said(
              created.by(),
              "created the group"
                  + (erased ? "" : " “" + created.name() + "”")
                  + " with "
                  + all(created.members()));
      case MemberJoined joined -> new Said(joined.personId(), "joined");
      case MemberAdded added -> new Said(added.by(), "added " + name(added.personId()));
      case MemberLeft left -> new Said(left.personId(), "left");
      case MemberRemoved removed -> new Said(removed.by(), "removed " + name(removed.personId()));
      case MemberInvited invited -> new Said(invited.by(), "invited " + name(invited.personId()));
      case MemberBanned banned -> new Said(banned.by(), "banned " + name(banned.personId()));
      case MemberUnbanned unbanned ->
          new Said(unbanned.by(), "lifted the ban of " + name(unbanned.personId()));
      case RequestAccepted accepted -> new Said(accepted.personId(), "accepted the request");
      case AuthorErased gone -> new Said(gone.personId(), "had their data erased");
      case RoleChanged changed ->
          new Said(
              changed.by(),
              "gave "
                  + name(changed.personId())
                  + " the role "
                  + changed.role().name().toLowerCase(Locale.ROOT));
      case GroupRenamed renamed ->
          new Said(
              renamed.by(),
              erased ? "renamed the group" : "renamed the group to “" + renamed.name() + "”");
      case GroupAvatarChanged changed ->
          new Said(
              changed.by(),
              changed.avatar() == null
                  ? "removed the group's picture"
                  : "changed the group's picture",
              null,
              changed.avatar() == null ? List.of() : List.of(changed.avatar()));
      case GroupPlaceChanged changed -> new Said(changed.by(), placed(changed, erased));
    };
  }

  private String all(List<PersonId> some) {
    return some.stream().map(this::name).collect(Collectors.joining(", "));
  }

  /// The beginning of the page.
  ///
  /// @param checkpoint null if there is no transparency log
  String head(BundleWriter.About about, BundleRequest request, @Nullable Checkpoint checkpoint) {
    StringBuilder head = new StringBuilder();
    head.append(
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Disclosed conversations</title>
        <style>
        """);
    head.append(STYLE).append("</style></head><body>\n<h1>Disclosed conversations</h1>\n");
    head.append("<table class=\"facts\"><tbody>\n");
    fact(head, "Case", about.caseId().value());
    fact(head, "To find out", about.opened().purpose());
    fact(head, "Legal basis", about.opened().basis());
    fact(head, "Bundle", about.bundleId());
    fact(head, "Made by", name(about.by()) + " (" + about.by().value() + ")");
    fact(head, "Made at", time(about.at()));
    fact(
        head,
        "Period",
        (request.from() == null ? "from the beginning" : "from " + time(request.from()))
            + (request.to() == null ? " until it was made" : " to " + time(request.to())));
    fact(
        head,
        "Proof",
        checkpoint == null
            ? "None: the server has no transparency log. Nothing in this bundle proves that it is complete or unchanged."
            : "Transparency log "
                + checkpoint.origin()
                + ", size "
                + checkpoint.size()
                + ", root "
                + checkpoint.root().base64()
                + ". Verify the file with verify.jar; this page is made for reading and proves nothing by itself.");
    head.append(
        "</tbody></table>\n<p class=\"note\">Times are those of the server's clock, in UTC. ");
    head.append("Names are those that people have today. The order is that of the numbers.</p>\n");
    return head.toString();
  }

  private static void fact(StringBuilder head, String name, @Nullable String value) {
    head.append("<tr><th scope=\"row\">").append(name).append("</th><td dir=\"auto\">");
    head.append(html(value == null ? "" : value)).append("</td></tr>\n");
  }

  /// The beginning of a conversation.
  String sectionHead(BundledConversation each) {
    StringBuilder head = new StringBuilder("<section><h2 dir=\"auto\">");
    head.append(html(each.name() == null ? "Private chat" : each.name()));
    head.append("</h2>\n<p class=\"note\">Conversation <span class=\"id\">").append(each.id());
    head.append("</span>. ");
    if (each.events() == 0) {
      head.append("Nothing in this period.");
    } else {
      head.append("Numbers ").append(each.first()).append(" to ").append(each.last());
      head.append(", without a gap.");
    }
    head.append(" Everybody who is or was a member: ");
    head.append(
        html(
            String.join(
                ", ", each.everMembers().stream().map(people::nameAndHandle).sorted().toList())));
    head.append(".</p>\n<table><thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Time</th>");
    head.append("<th scope=\"col\">Who</th><th scope=\"col\">What</th></tr></thead><tbody>\n");
    return head.toString();
  }

  /// A row of the page.
  ///
  /// @param present the hashes of the pictures that the bundle has
  String row(LoggedEvent logged, Map<String, Boolean> present) {
    Said said = said(logged);
    StringBuilder row = new StringBuilder("<tr><td class=\"n\">");
    row.append(logged.sequence()).append("</td><td class=\"n\">");
    row.append(TIME.format(Moment.atOf(logged))).append("</td><td class=\"who\"><bdi>");
    row.append(said.who() == null ? "" : html(name(said.who()))).append("</bdi></td><td>");
    row.append("<span class=\"note\">").append(html(said.note())).append("</span>");
    if (said.text() != null) {
      row.append("<p class=\"text\" dir=\"auto\">").append(html(said.text())).append("</p>");
    }
    for (Picture picture : said.pictures()) {
      String hash = picture.hash().value();
      if (present.getOrDefault(hash, false)) {
        row.append("<img src=\"attachments/").append(hash).append("\" alt=\"Picture ");
        row.append(hash).append("\">");
      } else {
        row.append("<p class=\"note\">Picture <span class=\"id\">").append(hash);
        row.append("</span> is missing: see attachments.jsonl</p>");
      }
    }
    return row.append("</td></tr>\n").toString();
  }

  private static String time(Instant at) {
    return TIME.format(at) + " UTC";
  }

  private static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static final String CSV_HEAD = "index,conversation,position,time,type,person,name,what,text\r\n";

  String csv(LoggedEvent logged) {
    Said said = said(logged);
    return String.join(
            ",",
            String.valueOf(logged.index()),
            cell(logged.stream()),
            String.valueOf(logged.sequence()),
            String.valueOf(Moment.atOf(logged)),
            cell(logged.type()),
            cell(said.who() == null ? "" : said.who().value()),
            cell(said.who() == null ? "" : name(said.who())),
            cell(said.note()),
            cell(said.text() == null ? "" : said.text()))
        + "\r\n";
  }

  /// Quoted (RFC 4180). If a spreadsheet would take it for a formula, an apostrophe comes first.
  private static String cell(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }

  /// The pictures of an event, with the ids under which they were uploaded.
  static Map<String, ImageId> pictures(LoggedEvent logged) {
    Map<String, ImageId> pictures = new HashMap<>();
    List<Picture> found =
        switch (logged.event()) {
          case MessageSent sent -> sent.pictures();
          case GroupAvatarChanged changed ->
              changed.avatar() == null ? List.of() : List.of(changed.avatar());
          default -> List.<Picture>of();
        };
    for (Picture picture : found) {
      pictures.put(picture.hash().value(), picture.imageId());
    }
    return pictures;
  }
}
