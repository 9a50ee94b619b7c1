package info.powow.socket.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationCommand.AcceptConversation;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.ChangeGroupAvatar;
import info.powow.domain.conversation.ConversationCommand.ChangeRole;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.DeleteMessage;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.JoinGroup;
import info.powow.domain.conversation.ConversationCommand.LeaveGroup;
import info.powow.domain.conversation.ConversationCommand.LiftBan;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.PinMessage;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;
import info.powow.domain.conversation.ConversationCommand.RemoveReaction;
import info.powow.domain.conversation.ConversationCommand.RenameGroup;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationCommand.UnpinMessage;
import info.powow.domain.conversation.ReadCommand.MarkRead;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.DeclineConversation;
import info.powow.domain.person.PersonCommand.MuteConversation;
import info.powow.domain.person.PersonCommand.UnblockPerson;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.place.Point;
import info.powow.socket.conversation.Request.Carry;
import info.powow.socket.conversation.Request.Refresh;
import info.powow.socket.conversation.Request.Typing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where clients may send to, and what that asks for. Nothing else is listened to.
///
/// Who asks is the person of the session, whatever a payload says.
public final class Destinations {
  private static final String OF_CONVERSATION = "/app/conversations/";

  private static final Map<String, Personal> PERSONAL =
      Map.of(
          "/app/direct/open",
          (by, body) -> new Carry(new OpenDirect(by, body.person("with"))),
          "/app/groups/create",
          (by, body) ->
              new Carry(
                  new CreateGroup(
                      by,
                      body.key(),
                      body.text("name"),
                      body.people("members"),
                      body.flag("open", false),
                      body.flag("history", false))),
          "/app/place",
          (by, body) ->
              new Carry(new UpdatePlace(by, new Point(body.number("lat"), body.number("lon")))),
          "/app/block",
          (by, body) -> new Carry(new BlockPerson(by, body.person("personId"))),
          "/app/unblock",
          (by, body) -> new Carry(new UnblockPerson(by, body.person("personId"))),
          "/app/session/refresh",
          (_, body) -> new Refresh(body.text("token")));

  private static final Map<String, InConversation> IN_CONVERSATION =
      Map.ofEntries(
          Map.entry("join", (in, by, _) -> new Carry(new JoinGroup(in, by))),
          Map.entry("leave", (in, by, _) -> new Carry(new LeaveGroup(in, by))),
          Map.entry(
              "add", (in, by, body) -> new Carry(new AddMember(in, by, body.person("personId")))),
          Map.entry(
              "remove",
              (in, by, body) ->
                  new Carry(
                      new RemoveMember(in, by, body.person("personId"), body.flag("ban", false)))),
          Map.entry(
              "unban", (in, by, body) -> new Carry(new LiftBan(in, by, body.person("personId")))),
          Map.entry("accept", (in, by, _) -> new Carry(new AcceptConversation(in, by))),
          Map.entry("decline", (in, by, _) -> new Carry(new DeclineConversation(by, in))),
          Map.entry(
              "role",
              (in, by, body) ->
                  new Carry(new ChangeRole(in, by, body.person("personId"), body.role("role")))),
          Map.entry(
              "rename", (in, by, body) -> new Carry(new RenameGroup(in, by, body.text("name")))),
          Map.entry(
              "avatar",
              (in, by, body) ->
                  new Carry(new ChangeGroupAvatar(in, by, body.optionalImage("imageId")))),
          Map.entry(
              "send",
              (in, by, body) ->
                  new Carry(
                      new SendMessage(
                          in,
                          by,
                          body.key(),
                          body.optionalText("text"),
                          body.images("images"),
                          body.optionalPosition("replyTo"),
                          body.people("mentions")))),
          Map.entry(
              "edit",
              (in, by, body) ->
                  new Carry(
                      new EditMessage(
                          in,
                          by,
                          body.position("position"),
                          body.text("text"),
                          body.optionalPeople("mentions")))),
          Map.entry(
              "delete",
              (in, by, body) -> new Carry(new DeleteMessage(in, by, body.position("position")))),
          Map.entry(
              "react",
              (in, by, body) ->
                  new Carry(
                      new AddReaction(in, by, body.position("position"), body.text("emoji")))),
          Map.entry(
              "unreact",
              (in, by, body) ->
                  new Carry(
                      new RemoveReaction(in, by, body.position("position"), body.text("emoji")))),
          Map.entry(
              "pin",
              (in, by, body) -> new Carry(new PinMessage(in, by, body.position("position")))),
          Map.entry(
              "unpin",
              (in, by, body) -> new Carry(new UnpinMessage(in, by, body.position("position")))),
          Map.entry(
              "read", (in, by, body) -> new Carry(new MarkRead(in, by, body.position("upTo")))),
          Map.entry(
              "mute",
              (in, by, body) ->
                  new Carry(new MuteConversation(by, in, body.optionalTime("until")))),
          Map.entry("typing", (in, _, body) -> new Typing(in, body.flag("typing"))));

  private interface Personal {
    Request of(PersonId by, Payload body);
  }

  private interface InConversation {
    Request of(ConversationId in, PersonId by, Payload body);
  }

  private Destinations() {}

  /// What a frame asks for.
  ///
  /// @throws Rejected with `forbidden_destination`, with `invalid_request`, or because the domain
  ///     knows such a command to be wrong in itself
  public static Request request(PersonId by, String destination, byte[] body) {
    Personal personal = PERSONAL.get(destination);
    if (personal != null) {
      return personal.of(by, JsonPayload.of(body));
    }
    if (destination.startsWith(OF_CONVERSATION)) {
      int slash = destination.indexOf('/', OF_CONVERSATION.length());
      if (slash > 0) {
        InConversation inConversation = IN_CONVERSATION.get(destination.substring(slash + 1));
        if (inConversation != null) {
          ConversationId in =
              new ConversationId(destination.substring(OF_CONVERSATION.length(), slash));
          return inConversation.of(in, by, JsonPayload.of(body));
        }
      }
    }
    throw new Rejected(Reason.FORBIDDEN_DESTINATION);
  }

  /// All of them, and what each reads of a frame: found by letting it read.
  public static List<Destination> all() {
    List<Destination> all = new ArrayList<>();
    PersonId by = new PersonId("by");
    PERSONAL.forEach((destination, personal) -> {
      AskedFields asked = new AskedFields();
      all.add(new Destination(destination, personal.of(by, asked), asked.fields()));
    });
    IN_CONVERSATION.forEach((verb, inConversation) -> {
      AskedFields asked = new AskedFields();
      Request request = inConversation.of(new ConversationId("id"), by, asked);
      all.add(new Destination(OF_CONVERSATION + "{id}/" + verb, request, asked.fields()));
    });
    all.sort(Comparator.comparing(Destination::address));
    return all;
  }

  /// The key that a payload names, if it can be made out.
  public static @Nullable String keyIn(byte[] body) {
    return JsonPayload.keyIn(body);
  }
}
