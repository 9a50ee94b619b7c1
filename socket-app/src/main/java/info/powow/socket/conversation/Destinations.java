package info.powow.socket.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.Identifier;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.ServiceId;
import info.powow.domain.conversation.ConversationCommand.AcceptConversation;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.ChangeGroupAvatar;
import info.powow.domain.conversation.ConversationCommand.ChangeGroupPlace;
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
import info.powow.domain.person.PersonCommand.ArrangeConversation;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.DeclineConversation;
import info.powow.domain.person.PersonCommand.MuteConversation;
import info.powow.domain.person.PersonCommand.UnblockPerson;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.place.Point;
import info.powow.domain.publicservice.ServiceCommand.AcceptSpeaking;
import info.powow.domain.publicservice.ServiceCommand.DeclineSpeaking;
import info.powow.domain.replay.ReplayControl;
import info.powow.http.json.StrictJson;
import info.powow.socket.conversation.Request.Attention;
import info.powow.socket.conversation.Request.Carry;
import info.powow.socket.conversation.Request.Refresh;
import info.powow.socket.conversation.Request.Typing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Maps SEND destinations to requests. There are no others.
///
/// The sender is the person of the session, whatever the payload says.
public final class Destinations {
  private static final String OF_CONVERSATION = "/app/conversations/";

  private static final String OF_SERVICE = "/app/services/";
  private static final String OF_REPLAY = "/app/replays/";

  private static final Map<String, Personal<?>> PERSONAL =
      Map.of(
          "/app/direct/open",
          personal(
              OpenDirect.class,
              Bodies.OpenDirect.class,
              (by, body) -> new OpenDirect(by, body.with())),
          "/app/groups/create",
          personal(
              CreateGroup.class,
              Bodies.CreateGroup.class,
              (by, body) ->
                  new CreateGroup(
                      by,
                      body.key(),
                      body.name(),
                      body.members(),
                      Boolean.TRUE.equals(body.open()),
                      Boolean.TRUE.equals(body.history()),
                      null,
                      body.place())),
          "/app/place",
          personal(
              UpdatePlace.class,
              Bodies.UpdatePlace.class,
              (by, body) -> new UpdatePlace(by, new Point(body.lat(), body.lon()))),
          "/app/block",
          personal(
              BlockPerson.class,
              Bodies.Person.class,
              (by, body) -> new BlockPerson(by, body.personId())),
          "/app/unblock",
          personal(
              UnblockPerson.class,
              Bodies.Person.class,
              (by, body) -> new UnblockPerson(by, body.personId())),
          "/app/session/attention",
          new Personal<>(
              "Attend", Bodies.Attention.class, (_, body) -> new Attention(body.active())),
          "/app/session/refresh",
          new Personal<>(
              "RefreshSession", Bodies.Token.class, (_, body) -> new Refresh(body.token())));

  private static final Map<String, InConversation<?>> IN_CONVERSATION =
      Map.ofEntries(
          Map.entry(
              "join",
              inConversation(
                  JoinGroup.class, Bodies.Nothing.class, (in, by, _) -> new JoinGroup(in, by))),
          Map.entry(
              "leave",
              inConversation(
                  LeaveGroup.class, Bodies.Nothing.class, (in, by, _) -> new LeaveGroup(in, by))),
          Map.entry(
              "add",
              inConversation(
                  AddMember.class,
                  Bodies.Person.class,
                  (in, by, body) -> new AddMember(in, by, body.personId()))),
          Map.entry(
              "remove",
              inConversation(
                  RemoveMember.class,
                  Bodies.RemoveMember.class,
                  (in, by, body) ->
                      new RemoveMember(in, by, body.personId(), Boolean.TRUE.equals(body.ban())))),
          Map.entry(
              "unban",
              inConversation(
                  LiftBan.class,
                  Bodies.Person.class,
                  (in, by, body) -> new LiftBan(in, by, body.personId()))),
          Map.entry(
              "accept",
              inConversation(
                  AcceptConversation.class,
                  Bodies.Nothing.class,
                  (in, by, _) -> new AcceptConversation(in, by))),
          Map.entry(
              "decline",
              inConversation(
                  DeclineConversation.class,
                  Bodies.Nothing.class,
                  (in, by, _) -> new DeclineConversation(by, in))),
          Map.entry(
              "role",
              inConversation(
                  ChangeRole.class,
                  Bodies.ChangeRole.class,
                  (in, by, body) -> new ChangeRole(in, by, body.personId(), body.role()))),
          Map.entry(
              "rename",
              inConversation(
                  RenameGroup.class,
                  Bodies.Rename.class,
                  (in, by, body) -> new RenameGroup(in, by, body.name()))),
          Map.entry(
              "avatar",
              inConversation(
                  ChangeGroupAvatar.class,
                  Bodies.Avatar.class,
                  (in, by, body) -> new ChangeGroupAvatar(in, by, body.imageId()))),
          Map.entry(
              "place",
              inConversation(
                  ChangeGroupPlace.class,
                  Bodies.GroupPlace.class,
                  (in, by, body) -> new ChangeGroupPlace(in, by, body.place()))),
          Map.entry(
              "send",
              inConversation(
                  SendMessage.class,
                  Bodies.SendMessage.class,
                  (in, by, body) ->
                      new SendMessage(
                          in,
                          by,
                          body.key(),
                          body.text(),
                          body.images(),
                          body.replyTo(),
                          body.mentions()))),
          Map.entry(
              "edit",
              inConversation(
                  EditMessage.class,
                  Bodies.EditMessage.class,
                  (in, by, body) ->
                      new EditMessage(in, by, body.position(), body.text(), body.mentions()))),
          Map.entry(
              "delete",
              inConversation(
                  DeleteMessage.class,
                  Bodies.Message.class,
                  (in, by, body) -> new DeleteMessage(in, by, body.position()))),
          Map.entry(
              "react",
              inConversation(
                  AddReaction.class,
                  Bodies.Reaction.class,
                  (in, by, body) -> new AddReaction(in, by, body.position(), body.emoji()))),
          Map.entry(
              "unreact",
              inConversation(
                  RemoveReaction.class,
                  Bodies.Reaction.class,
                  (in, by, body) -> new RemoveReaction(in, by, body.position(), body.emoji()))),
          Map.entry(
              "pin",
              inConversation(
                  PinMessage.class,
                  Bodies.Message.class,
                  (in, by, body) -> new PinMessage(in, by, body.position()))),
          Map.entry(
              "unpin",
              inConversation(
                  UnpinMessage.class,
                  Bodies.Message.class,
                  (in, by, body) -> new UnpinMessage(in, by, body.position()))),
          Map.entry(
              "read",
              inConversation(
                  MarkRead.class,
                  Bodies.MarkRead.class,
                  (in, by, body) -> new MarkRead(in, by, body.upTo()))),
          Map.entry(
              "mute",
              inConversation(
                  MuteConversation.class,
                  Bodies.Mute.class,
                  (in, by, body) -> new MuteConversation(by, in, body.until()))),
          Map.entry(
              "arrange",
              inConversation(
                  ArrangeConversation.class,
                  Bodies.Arrange.class,
                  (in, by, body) ->
                      new ArrangeConversation(by, in, body.section(), body.unread()))),
          Map.entry(
              "typing",
              new InConversation<>(
                  "Type", Bodies.Typing.class, (in, _, body) -> new Typing(in, body.typing()))));

  private static final Map<String, ServiceDestination<?>> ABOUT_SERVICE =
      Map.of(
          "accept",
          new ServiceDestination<>(
              AcceptSpeaking.class.getSimpleName(),
              Bodies.Nothing.class,
              (about, by, _) -> new Carry(new AcceptSpeaking(about, by))),
          "decline",
          new ServiceDestination<>(
              DeclineSpeaking.class.getSimpleName(),
              Bodies.Nothing.class,
              (about, by, _) -> new Carry(new DeclineSpeaking(about, by))));

  private static final Map<String, ReplayDestination<?>> OF_REPLAYS =
      Map.of(
          "pause",
          new ReplayDestination<>(
              "PauseReplay", Bodies.Nothing.class, _ -> new ReplayControl.Pause()),
          "resume",
          new ReplayDestination<>(
              "ResumeReplay", Bodies.Nothing.class, _ -> new ReplayControl.Resume()),
          "step",
          new ReplayDestination<>(
              "StepReplay",
              Bodies.Step.class,
              body -> new ReplayControl.Step(body.events() == null ? 1 : body.events())),
          "seek",
          new ReplayDestination<>(
              "SeekReplay", Bodies.Seek.class, body -> new ReplayControl.Seek(body.after())),
          "speed",
          new ReplayDestination<>(
              "ChangeReplaySpeed",
              Bodies.Speed.class,
              body -> new ReplayControl.ChangeSpeed(body.speed())));

  /// @param name in the contract
  private record ReplayDestination<B>(
      String name, Class<B> body, Function<B, ReplayControl> control) {
    Request read(String replay, byte[] json) {
      return new Request.Replay(replay, control.apply(StrictJson.read(body, json)));
    }
  }

  /// @param name in the contract
  private record Personal<B>(String name, Class<B> body, BiFunction<PersonId, B, Request> request) {
    Request read(PersonId by, byte[] json) {
      return request.apply(by, StrictJson.read(body, json));
    }
  }

  /// @param name in the contract
  private record InConversation<B>(String name, Class<B> body, Asking<B, Request> request) {
    Request read(ConversationId in, PersonId by, byte[] json) {
      return request.of(in, by, StrictJson.read(body, json));
    }
  }

  private interface Asking<B, R> {
    R of(ConversationId in, PersonId by, B body);
  }

  /// @param name in the contract
  private record ServiceDestination<B>(String name, Class<B> body, ServiceRequest<B> request) {
    Request read(ServiceId about, PersonId by, byte[] json) {
      return request.of(about, by, StrictJson.read(body, json));
    }
  }

  private interface ServiceRequest<B> {
    Request of(ServiceId about, PersonId by, B body);
  }

  /// A destination has the name of its command.
  private static <B, C> Personal<B> personal(
      Class<C> command, Class<B> body, BiFunction<PersonId, B, C> asking) {
    return new Personal<>(
        command.getSimpleName(), body, (by, read) -> new Carry(asking.apply(by, read)));
  }

  private static <B, C> InConversation<B> inConversation(
      Class<C> command, Class<B> body, Asking<B, C> asking) {
    return new InConversation<>(
        command.getSimpleName(), body, (in, by, read) -> new Carry(asking.of(in, by, read)));
  }

  private Destinations() {}

  /// Parses a SEND frame.
  ///
  /// @throws Rejected with `forbidden_destination`, with `invalid_request`, or because the domain
  ///     refuses the command by itself
  public static Request request(PersonId by, String destination, byte[] body) {
    Personal<?> personal = PERSONAL.get(destination);
    if (personal != null) {
      return personal.read(by, body);
    }
    if (destination.startsWith(OF_CONVERSATION)) {
      int slash = destination.indexOf('/', OF_CONVERSATION.length());
      if (slash > 0) {
        InConversation<?> inConversation = IN_CONVERSATION.get(destination.substring(slash + 1));
        if (inConversation != null) {
          ConversationId in =
              new ConversationId(destination.substring(OF_CONVERSATION.length(), slash));
          return inConversation.read(in, by, body);
        }
      }
    }
    if (destination.startsWith(OF_SERVICE)) {
      int slash = destination.indexOf('/', OF_SERVICE.length());
      ServiceDestination<?> destinationOfService =
          slash < 0 ? null : ABOUT_SERVICE.get(destination.substring(slash + 1));
      if (destinationOfService != null) {
        ServiceId about = new ServiceId(destination.substring(OF_SERVICE.length(), slash));
        return destinationOfService.read(about, by, body);
      }
    }
    if (destination.startsWith(OF_REPLAY)) {
      int slash = destination.indexOf('/', OF_REPLAY.length());
      ReplayDestination<?> ofReplay =
          slash < 0 ? null : OF_REPLAYS.get(destination.substring(slash + 1));
      if (ofReplay != null) {
        String replay = destination.substring(OF_REPLAY.length(), slash);
        Identifier.require(replay);
        return ofReplay.read(replay, body);
      }
    }
    throw new Rejected(Reason.FORBIDDEN_DESTINATION);
  }

  /// Whether a destination is for staff, and only for them.
  public static boolean isForStaff(String destination) {
    return destination.startsWith(OF_REPLAY);
  }

  /// All destinations, with the types of their bodies.
  public static List<Destination> all() {
    List<Destination> all = new ArrayList<>();
    PERSONAL.forEach(
        (address, personal) -> all.add(new Destination(address, personal.name(), personal.body())));
    IN_CONVERSATION.forEach((verb, inConversation) ->
        all.add(
            new Destination(
                OF_CONVERSATION + "{id}/" + verb, inConversation.name(), inConversation.body())));
    ABOUT_SERVICE.forEach((verb, destinationOfService) ->
        all.add(
            new Destination(
                OF_SERVICE + "{id}/" + verb,
                destinationOfService.name(),
                destinationOfService.body())));
    OF_REPLAYS.forEach((verb, ofReplay) ->
        all.add(new Destination(OF_REPLAY + "{id}/" + verb, ofReplay.name(), ofReplay.body())));
    all.sort(Comparator.comparing(Destination::address));
    return all;
  }

  /// Extracts the key from a body, if possible.
  public static @Nullable String keyIn(byte[] body) {
    return StrictJson.keyIn(body);
  }
}
