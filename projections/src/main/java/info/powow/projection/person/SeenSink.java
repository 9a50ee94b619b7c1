package info.powow.projection.person;

import com.mongodb.client.model.WriteModel;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.MessageChange;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.person.PersonEvent;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projector.Projection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Maintains when people were last active.
///
/// Times are truncated to the minute. So a person who writes ten messages a minute causes one
/// write, and a rebuild gives the same times. All segments may write the same person: writes use
/// `$max`, so nothing is loaded.
public final class SeenSink implements Projection.Sink {
  private static final int KNOWN = 50_000;

  private final ViewCollection<SeenView> seen;
  private final Map<String, Instant> pending = new HashMap<>();

  /// Times that are already written.
  private final Map<String, Instant> known =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > KNOWN;
        }
      };

  public SeenSink(PersonViews views) {
    this.seen = views.seen();
  }

  @Override
  public void load(List<LoggedEvent> events) {
    // Times only move forward, so nothing needs to be loaded.
  }

  @Override
  public void apply(LoggedEvent logged) {
    switch (logged.event()) {
      case ConversationEvent event -> acted(whoDid(event), event.at());
      case ReadEvent event -> acted(event.personId(), event.at());
      case PersonEvent.PlaceUpdated _ -> {
        // Devices report places on their own.
      }
      case PersonEvent event -> acted(event.personId(), event.at());
      default -> {
        // Not the act of a person.
      }
    }
  }

  private static PersonId whoDid(ConversationEvent event) {
    return switch (event) {
      case Opening opening -> opening.by();
      case MemberJoined joined -> joined.personId();
      case MemberAdded added -> added.by();
      case MemberLeft left -> left.personId();
      case MemberRemoved removed -> removed.by();
      case RoleChanged changed -> changed.by();
      case AdmissionEvent admission -> admission.by();
      case RequestAccepted accepted -> accepted.personId();
      case AuthorErased gone -> gone.personId();
      case GroupProfileEvent change -> change.by();
      case MessageSent sent -> sent.sender();
      case MessageChange change -> change.by();
    };
  }

  private void acted(PersonId person, Instant at) {
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
    Instant written = known.get(person.value());
    if (written == null || minute.isAfter(written)) {
      pending.merge(person.value(), minute, (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  @Override
  public int pending() {
    return pending.size();
  }

  @Override
  public void flush() {
    List<WriteModel<SeenView>> writes = new ArrayList<>(pending.size());
    pending.forEach(
        (person, minute) -> writes.add(ViewCollection.updating(person, SeenView.actedAt(minute))));
    seen.write(writes);
    known.putAll(pending);
    pending.clear();
  }
}
