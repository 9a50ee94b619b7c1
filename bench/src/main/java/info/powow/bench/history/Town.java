package info.powow.bench.history;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.SessionId;
import info.powow.domain.Tag;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ReadEvent.Read;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.identity.Handle;
import info.powow.domain.identity.SessionEvent.SessionRefreshed;
import info.powow.domain.identity.SessionEvent.SessionStarted;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.place.Grid;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A town in which people sign up, meet, and write. The same seed gives the same events.
///
/// A few people and groups do most: the choice of each follows a power law. People write in
/// exchanges, so that answers come soon after questions. Memory grows with the people and the
/// memberships, not with the events.
final class Town {
  /// A thing that happened.
  ///
  /// @param streamType the aggregate that a server would have named
  /// @param sequence its place in its stream
  /// @param key under which the log finds the message again; null for everything else
  record Happened(
      String stream,
      String streamType,
      long sequence,
      Instant at,
      Object event,
      @Nullable String key) {}

  private static final int EXCHANGES = 64;
  private static final int MOST_MEMBERS = 200;
  private static final int EVENTS_OF_SIGNING_UP = 3;
  private static final Grid GRID = new Grid(1_000);
  private static final Point CENTRE = new Point(52.52, 13.405);
  private static final double SPREAD = 0.08;
  private static final String[] EMOJI = {"👍", "❤️", "😂", "🎉", "😮", "🙏"};
  private static final String[] WORDS = {
    "the", "tomorrow", "garden", "borrow", "ladder", "who", "has", "a", "at", "seven", "thanks",
    "see", "you", "there", "street", "music", "kids", "bike", "bring", "cake", "fine", "can",
    "somebody", "help", "me", "with", "this", "evening", "coffee", "okay", "great", "idea", "we",
    "meet", "corner", "library", "found", "keys", "cat", "again", "please", "yes", "no", "maybe"
  };

  private static final class Neighbour {
    final PersonId id;
    final Point home;
    final List<Integer> conversations = new ArrayList<>(4);
    int events;
    int sessionEvents;

    Neighbour(PersonId id, Point home) {
      this.id = id;
      this.home = home;
    }
  }

  private static final class Talk {
    final ConversationId id;
    final int place;
    final List<Integer> members = new ArrayList<>(2);

    /// For each member: how many read markers they have, and how far the last one goes.
    int[] markers = new int[2];

    long[] readUpTo = {-1, -1};
    long next;
    long lastMessage = -1;
    int lastSender = -1;
    boolean deleted;

    /// @param place among all conversations
    Talk(ConversationId id, int place) {
      this.id = id;
      this.place = place;
    }

    void join(int person) {
      members.add(person);
      if (members.size() > markers.length) {
        int size = 2 * markers.length;
        long[] read = Arrays.copyOf(readUpTo, size);
        Arrays.fill(read, readUpTo.length, size, -1);
        readUpTo = read;
        markers = Arrays.copyOf(markers, size);
      }
    }
  }

  private static final class Meeting {
    final GatheringId id;
    int next;
    int going;
    int interested;
    final List<Integer> answered = new ArrayList<>();

    Meeting(GatheringId id) {
      this.id = id;
    }
  }

  private final long events;
  private final int people;
  private final SplittableRandom random;
  private final Calendar calendar;
  private final List<Neighbour> neighbours = new ArrayList<>();
  private final List<Talk> talks = new ArrayList<>();
  private final List<Talk> groups = new ArrayList<>();
  private final List<Meeting> meetings = new ArrayList<>();
  private final int[] exchanges = new int[EXCHANGES];
  private final Deque<Happened> ready = new ArrayDeque<>();
  private long number;
  private long keys;

  /// @param events how many in all
  /// @param people how many sign up; at least 2
  Town(long events, int people, LocalDate first, int days, long seed) {
    this.events = events;
    this.people = people;
    this.random = new SplittableRandom(seed);
    this.calendar = new Calendar(first, days, events);
    Arrays.fill(exchanges, -1);
  }

  /// The next event; null after the last.
  @Nullable Happened next() {
    if (number >= events) {
      return null;
    }
    while (ready.isEmpty()) {
      happen(calendar.at(number));
    }
    number++;
    return ready.poll();
  }

  private void happen(Instant now) {
    // Half of them come in the first third of the time.
    double time = (double) number / events;
    if (neighbours.size() < Math.max(2, people * Math.pow(time, 0.63))) {
      signUp(now);
      return;
    }
    int dice = random.nextInt(1_000);
    if (dice < 560) {
      send(now);
    } else if (dice < 790) {
      read(now);
    } else if (dice < 870) {
      react(now);
    } else if (dice < 885) {
      change(now);
    } else if (dice < 915) {
      move(now);
    } else if (dice < 950) {
      refresh(now);
    } else if (dice < 965) {
      meet(now);
    } else if (dice < 985) {
      join(now);
    } else {
      gather(now);
    }
  }

  /// Small numbers are far more likely.
  private int few(int bound) {
    return (int) (bound * Math.pow(random.nextDouble(), 2.5));
  }

  /// Somebody; those who came first are the most active.
  private int somebody() {
    return few(neighbours.size());
  }

  private CommandKey key() {
    return new CommandKey("k" + Long.toString(keys++, 36));
  }

  private String text() {
    int count = 1 + few(30);
    StringBuilder text = new StringBuilder(count * 6);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[few(WORDS.length)]);
    }
    return text.toString();
  }

  private void add(
      String stream, String type, long sequence, Instant at, Object event, @Nullable String key) {
    ready.add(new Happened(stream, type, sequence, at, event, key));
  }

  private void signUp(Instant now) {
    int person = neighbours.size();
    PersonId id = idOf(person);
    Point home =
        new Point(
            CENTRE.lat() + random.nextGaussian() * SPREAD,
            CENTRE.lon() + random.nextGaussian() * SPREAD);
    Neighbour neighbour = new Neighbour(id, home);
    neighbours.add(neighbour);
    ofPerson(
        neighbour,
        now,
        new ProfileCreated(id, new Handle("neighbour" + person), "Neighbour " + person, now));
    session(neighbour, now, new SessionStarted(id, sessionOf(neighbour), "Firefox", "none", now));
    ofPerson(neighbour, now, new PlaceUpdated(id, GRID.cellOf(home), now));
    if (ready.size() != EVENTS_OF_SIGNING_UP) {
      throw new IllegalStateException("signing up has " + ready.size() + " events");
    }
  }

  private void ofPerson(Neighbour neighbour, Instant now, Object event) {
    add(neighbour.id.value(), "PersonAggregate", neighbour.events++, now, event, null);
  }

  private void session(Neighbour neighbour, Instant now, Object event) {
    add(
        "sessions:" + neighbour.id.value(),
        "SessionsAggregate",
        neighbour.sessionEvents++,
        now,
        event,
        null);
  }

  private static SessionId sessionOf(Neighbour neighbour) {
    return new SessionId("s" + neighbour.id.value().substring(1));
  }

  private void ofTalk(Talk talk, Instant now, Object event, @Nullable String key) {
    add(talk.id.value(), "ConversationAggregate", talk.next++, now, event, key);
  }

  /// The conversation of an exchange under way, or of a new one; null if somebody has none yet.
  private @Nullable Talk exchange(Instant now) {
    int slot = random.nextInt(EXCHANGES);
    // Ten messages on average.
    if (exchanges[slot] < 0 || random.nextInt(10) == 0) {
      Neighbour neighbour = neighbours.get(somebody());
      if (neighbour.conversations.isEmpty()) {
        meet(now);
        return null;
      }
      exchanges[slot] = neighbour.conversations.get(few(neighbour.conversations.size()));
    }
    return talks.get(exchanges[slot]);
  }

  private void send(Instant now) {
    Talk talk = exchange(now);
    if (talk == null) {
      return;
    }
    int sender = talk.members.get(few(talk.members.size()));
    if (sender == talk.lastSender && random.nextInt(3) > 0) {
      sender = talk.members.get(random.nextInt(talk.members.size()));
    }
    boolean answers = talk.lastMessage >= 0 && random.nextInt(6) == 0;
    List<PersonId> mentions =
        talk.members.size() > 2 && random.nextInt(12) == 0
            ? List.of(neighbours.get(talk.members.getFirst()).id)
            : List.of();
    CommandKey key = key();
    MessageSent sent =
        new MessageSent(
            talk.id,
            key,
            neighbours.get(sender).id,
            text(),
            List.of(),
            List.of(),
            answers ? talk.lastMessage : null,
            mentions,
            now);
    talk.lastMessage = talk.next;
    talk.lastSender = sender;
    talk.deleted = false;
    ofTalk(talk, now, sent, sent.sender().value() + ' ' + key.value());
  }

  private void read(Instant now) {
    Talk talk = exchange(now);
    if (talk == null) {
      return;
    }
    int member = random.nextInt(talk.members.size());
    if (talk.readUpTo[member] >= talk.next - 1) {
      return;
    }
    talk.readUpTo[member] = talk.next - 1;
    PersonId reader = neighbours.get(talk.members.get(member)).id;
    add(
        talk.id.value() + "~" + reader.value(),
        "ReadMarkerAggregate",
        talk.markers[member]++,
        now,
        new Read(talk.id, reader, talk.next - 1, now),
        null);
  }

  private void react(Instant now) {
    Talk talk = exchange(now);
    if (talk == null || talk.lastMessage < 0 || talk.deleted) {
      return;
    }
    int member = talk.members.get(random.nextInt(talk.members.size()));
    ofTalk(
        talk,
        now,
        new ReactionAdded(
            talk.id, talk.lastMessage, EMOJI[few(EMOJI.length)], neighbours.get(member).id, now),
        null);
  }

  private void change(Instant now) {
    Talk talk = exchange(now);
    if (talk == null || talk.lastMessage < 0 || talk.deleted) {
      return;
    }
    PersonId by = neighbours.get(talk.lastSender).id;
    if (random.nextInt(3) == 0) {
      talk.deleted = true;
      ofTalk(talk, now, new MessageDeleted(talk.id, talk.lastMessage, by, now), null);
    } else {
      ofTalk(talk, now, new MessageEdited(talk.id, talk.lastMessage, text(), null, by, now), null);
    }
  }

  private void move(Instant now) {
    Neighbour neighbour = neighbours.get(somebody());
    Point there =
        new Point(
            neighbour.home.lat() + random.nextGaussian() * SPREAD / 4,
            neighbour.home.lon() + random.nextGaussian() * SPREAD / 4);
    ofPerson(neighbour, now, new PlaceUpdated(neighbour.id, GRID.cellOf(there), now));
  }

  private void refresh(Instant now) {
    Neighbour neighbour = neighbours.get(somebody());
    session(
        neighbour,
        now,
        new SessionRefreshed(neighbour.id, sessionOf(neighbour), "none", "none", now));
  }

  /// Two people begin a private chat.
  private void meet(Instant now) {
    int one = somebody();
    int other = random.nextInt(neighbours.size());
    if (one == other) {
      return;
    }
    Neighbour first = neighbours.get(one);
    Neighbour second = neighbours.get(other);
    ConversationId id = ConversationId.ofDirect(first.id, second.id);
    for (int each : first.conversations) {
      if (talks.get(each).id.equals(id)) {
        return;
      }
    }
    Talk talk = begin(id, List.of(one, other));
    ofTalk(talk, now, new DirectOpened(id, first.id, List.of(first.id, second.id), now), null);
  }

  private Talk begin(ConversationId id, List<Integer> members) {
    Talk talk = new Talk(id, talks.size());
    for (int member : members) {
      talk.join(member);
      neighbours.get(member).conversations.add(talks.size());
    }
    talks.add(talk);
    return talk;
  }

  /// Somebody joins a group, or creates one.
  private void join(Instant now) {
    int person = somebody();
    Neighbour neighbour = neighbours.get(person);
    if (groups.isEmpty() || random.nextInt(20) == 0) {
      CommandKey key = key();
      ConversationId id = ConversationId.ofGroup(neighbour.id, key);
      Talk group = begin(id, List.of(person));
      groups.add(group);
      String name = "Group " + groups.size();
      ofTalk(
          group,
          now,
          new GroupCreated(id, key, neighbour.id, name, List.of(neighbour.id), true, true, now),
          null);
      return;
    }
    Talk talk = groups.get(few(groups.size()));
    if (talk.members.size() >= MOST_MEMBERS) {
      return;
    }
    if (!talk.members.contains(person)) {
      talk.join(person);
      neighbour.conversations.add(talk.place);
      ofTalk(talk, now, new MemberJoined(talk.id, neighbour.id, now), null);
    }
  }

  /// Somebody answers a gathering, or publishes one.
  private void gather(Instant now) {
    int person = random.nextInt(neighbours.size());
    Neighbour neighbour = neighbours.get(person);
    if (meetings.isEmpty() || random.nextInt(12) == 0) {
      CommandKey key = key();
      Meeting meeting = new Meeting(new GatheringId("e" + Long.toString(keys, 36)));
      meetings.add(meeting);
      Instant start = now.plus(Duration.ofHours(24 + random.nextInt(240)));
      GatheringPublished published =
          new GatheringPublished(
              meeting.id,
              key,
              neighbour.id,
              new Announcement(
                  "Gathering " + meetings.size(),
                  text(),
                  new Tag("outdoors"),
                  new Place(neighbour.home.lat(), neighbour.home.lon(), null),
                  null),
              new Schedule(start, start.plus(Duration.ofHours(2)), ZoneOffset.UTC),
              null,
              now);
      add(meeting.id.value(), "GatheringAggregate", meeting.next++, now, published, null);
      return;
    }
    // Mostly the newest ones.
    Meeting meeting = meetings.get(meetings.size() - 1 - few(Math.min(50, meetings.size())));
    if (meeting.answered.contains(person)) {
      return;
    }
    meeting.answered.add(person);
    Answer answer = random.nextInt(3) == 0 ? Answer.INTERESTED : Answer.GOING;
    meeting.going += answer == Answer.GOING ? 1 : 0;
    meeting.interested += answer == Answer.INTERESTED ? 1 : 0;
    add(
        meeting.id.value(),
        "GatheringAggregate",
        meeting.next++,
        now,
        new GatheringAnswered(
            meeting.id, neighbour.id, answer, meeting.going, meeting.interested, now),
        null);
  }

  /// Whose keys its people will need.
  static List<String> owners(int people) {
    List<String> owners = new ArrayList<>(people);
    for (int person = 0; person < people; person++) {
      owners.add(idOf(person).value());
    }
    return owners;
  }

  private static PersonId idOf(int person) {
    return PersonId.of("synthetic", "neighbour" + person);
  }
}
