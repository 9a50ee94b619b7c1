package info.powow.socket.push;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.socket.push.PushWorld.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// However answers of the views, events, catch-ups, connections and memberships interleave,
/// everybody receives exactly what they should, in order, once.
class ResumePropertyTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final List<PersonId> EVERYBODY =
      List.of(ADA, new PersonId("bob"), new PersonId("cyd"));
  private static final List<ConversationId> GROUPS =
      List.of(new ConversationId("g0"), new ConversationId("g1"), new ConversationId("g2"));

  /// One device of Ada's over all its connections.
  private static final class Phone {
    PushWorld.Device device;
    final Map<ConversationId, List<Long>> seen = new LinkedHashMap<>();
    boolean connected;

    Phone(PushWorld world) {
      device = world.new Device(ADA);
      device.disconnect();
    }

    Map<ConversationId, Long> last() {
      Map<ConversationId, Long> last = new HashMap<>();
      seen.forEach((conversation, positions) -> last.put(conversation, positions.getLast()));
      return last;
    }

    void remember() {
      device.positions.forEach((conversation, positions) ->
          seen.computeIfAbsent(conversation, _ -> new ArrayList<>()).addAll(positions));
      device.positions.clear();
    }
  }

  @Property(tries = 3_000)
  void everyDeviceGetsExactlyWhatItMaySeeInOrder(@ForAll Random random) {
    PushWorld world = new PushWorld(PushWorld.limits(10_000, 10_000, 10_000));
    Map<ConversationId, Set<PersonId>> members = new HashMap<>();
    List<Phone> phones = List.of(new Phone(world), new Phone(world));
    // Events appended during a catch-up, from inside its reads.
    world.whileReading =
        () -> {
          if (random.nextInt(4) == 0) {
            happen(world, members, random);
          }
          if (random.nextInt(4) == 0) {
            world.takeEvent();
          }
          if (random.nextInt(4) == 0) {
            world.runPushTask();
          }
        };
    int viewed = 0;
    for (int step = 0; step < 150; step++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> happen(world, members, random);
        case 2 -> world.takeEvent();
        case 3 -> world.runPushTask();
        case 4 -> {
          // The views progress, behind the push side or ahead of it.
          viewed += random.nextInt(world.log.size() - viewed + 1);
          world.answer(viewed);
        }
        case 5 -> world.runWaiting();
        case 6 -> {
          Phone phone = phones.get(random.nextInt(phones.size()));
          if (phone.connected) {
            phone.device.disconnect();
            phone.remember();
            phone.connected = false;
          } else {
            connect(world, phone);
          }
        }
        default -> world.tick(java.time.Duration.ofSeconds(random.nextInt(4)));
      }
    }
    world.whileReading = () -> {};
    for (Phone phone : phones) {
      if (!phone.connected) {
        connect(world, phone);
      }
    }
    world.settle();
    for (Phone phone : phones) {
      assertThat(phone.device.refused).isEmpty();
      assertThat(phone.device.overflowed).isFalse();
      phone.remember();
      check(world, phone);
    }
  }

  private static void connect(PushWorld world, Phone phone) {
    phone.device = world.new Device(ADA);
    phone.device.subscribe(Topic.EVENTS, phone.last());
    phone.connected = true;
  }

  /// A random event that the domain would allow.
  private static void happen(
      PushWorld world, Map<ConversationId, Set<PersonId>> members, Random random) {
    ConversationId group = GROUPS.get(random.nextInt(GROUPS.size()));
    Set<PersonId> in = members.get(group);
    if (in == null) {
      List<PersonId> first =
          random.nextBoolean() ? List.of(EVERYBODY.get(1)) : List.of(EVERYBODY.get(1), ADA);
      world.create(group, random.nextInt(3) == 0, first.toArray(PersonId[]::new));
      members.put(group, new HashSet<>(first));
      return;
    }
    PersonId person = EVERYBODY.get(random.nextInt(EVERYBODY.size()));
    boolean isIn = in.contains(person);
    switch (random.nextInt(5)) {
      case 0 -> {
        if (isIn) {
          world.leave(group, person);
          in.remove(person);
        } else {
          world.join(group, person);
          in.add(person);
        }
      }
      case 1 -> {
        if (isIn) {
          world.remove(group, person);
          in.remove(person);
        } else {
          world.add(group, person);
          in.add(person);
        }
      }
      default -> world.say(group, person);
    }
  }

  private static void check(PushWorld world, Phone phone) {
    for (ConversationId group : world.allConversations()) {
      List<Long> seen = phone.seen.getOrDefault(group, List.of());
      assertThat(seen)
          .as("order in %s", world.conversation(group))
          .isSorted()
          .doesNotHaveDuplicates();
      Set<Long> must = new HashSet<>();
      Set<Long> may = new HashSet<>();
      boolean history = false;
      boolean in = false;
      for (Fact fact : world.conversation(group)) {
        boolean comes =
            switch (fact.event()) {
              case GroupCreated created -> {
                history = created.history();
                yield created.members().contains(ADA);
              }
              case MemberJoined joined -> joined.personId().equals(ADA);
              case MemberAdded added -> added.personId().equals(ADA);
              default -> false;
            };
        boolean goes =
            switch (fact.event()) {
              case MemberLeft left -> left.personId().equals(ADA);
              case MemberRemoved removed -> removed.personId().equals(ADA);
              default -> false;
            };
        in |= comes;
        if (in) {
          must.add(fact.position());
        }
        if (in && history) {
          for (long position = 0; position <= fact.position(); position++) {
            may.add(position);
          }
        }
        in &= !goes;
      }
      may.addAll(must);
      assertThat(may).as("allowed in %s", world.conversation(group)).containsAll(seen);
      if (in || !seen.isEmpty()) {
        // A device that starts after Ada left and rejoined begins with what she may see now.
        long first = in && !history ? firstOfStays(world, group, seen) : firstSeen(seen);
        must.removeIf(position -> position < first);
        assertThat(seen).as("complete in %s", world.conversation(group)).containsAll(must);
      }
    }
  }

  /// The first position that a device saw or, if none, where the current membership began.
  private static long firstOfStays(PushWorld world, ConversationId group, List<Long> seen) {
    if (!seen.isEmpty()) {
      return seen.getFirst();
    }
    return world.memberships(ADA, world.log.size()).memberships().stream()
        .filter(membership -> membership.conversation().equals(group))
        .mapToLong(info.powow.domain.conversation.Memberships.Membership::visibleFrom)
        .findFirst()
        .orElseThrow();
  }

  private static long firstSeen(List<Long> seen) {
    return seen.isEmpty() ? 0 : seen.getFirst();
  }
}
