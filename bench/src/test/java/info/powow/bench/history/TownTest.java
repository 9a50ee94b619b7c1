package info.powow.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.bench.history.Town.Happened;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ReadEvent.Read;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TownTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final int EVENTS = 20_000;
  private static final int PEOPLE = 200;

  private static List<Happened> town(long seed) {
    Town town = new Town(EVENTS, PEOPLE, FIRST, 30, seed);
    List<Happened> all = new ArrayList<>();
    for (Happened next = town.next(); next != null; next = town.next()) {
      all.add(next);
    }
    return all;
  }

  @Test
  void theSameSeedGivesTheSameEventsAndAnotherSeedOthers() {
    assertThat(town(1)).hasSize(EVENTS).isEqualTo(town(1)).isNotEqualTo(town(2));
  }

  @Test
  void eachStreamHasNoGapAndTimeDoesNotGoBack() {
    Map<String, Long> next = new HashMap<>();
    Instant before = Instant.EPOCH;
    for (Happened each : town(1)) {
      assertThat(each.sequence()).isEqualTo(next.merge(each.stream(), 1L, Long::sum) - 1);
      assertThat(each.at()).isAfterOrEqualTo(before);
      before = each.at();
    }
    assertThat(before).isBefore(FIRST.plusDays(30).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  @Test
  void onlyMembersWriteAndRead() {
    Map<String, Set<PersonId>> members = new HashMap<>();
    for (Happened each : town(1)) {
      String stream = each.stream();
      switch (each.event()) {
        case Opening opening -> members.put(stream, new HashSet<>(opening.members()));
        case MemberJoined joined ->
            members.computeIfAbsent(stream, _ -> new HashSet<>()).add(joined.personId());
        case MessageSent sent -> assertThat(members.get(stream)).contains(sent.sender());
        case Read read ->
            assertThat(members.get(read.conversationId().value())).contains(read.personId());
        default -> {}
      }
    }
  }

  @Test
  void everybodySignsUpAFewDoMostAndNightsAreQuiet() {
    List<Happened> all = town(1);
    assertThat(all.stream().filter(each -> each.event() instanceof ProfileCreated).count())
        .isBetween(PEOPLE * 9L / 10, (long) PEOPLE);

    List<MessageSent> sent =
        all.stream()
            .map(Happened::event)
            .filter(MessageSent.class::isInstance)
            .map(MessageSent.class::cast)
            .toList();
    assertThat(sent).hasSizeGreaterThan(EVENTS / 3);
    List<Long> bySender =
        sent.stream()
            .collect(Collectors.groupingBy(MessageSent::sender, Collectors.counting()))
            .values()
            .stream()
            .sorted(java.util.Comparator.reverseOrder())
            .toList();
    long ofTheTenth = bySender.stream().limit(PEOPLE / 10).mapToLong(Long::longValue).sum();
    assertThat(ofTheTenth).isGreaterThan(sent.size() / 3);

    Map<Integer, Long> byHour =
        sent.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.at().atZone(ZoneOffset.UTC).getHour(), Collectors.counting()));
    assertThat(byHour.getOrDefault(3, 0L) * 10).isLessThan(byHour.getOrDefault(20, 0L));
  }

  @Test
  void groupsAndPrivateChatsAreBothUsed() {
    Map<Boolean, Long> byKind =
        town(1).stream()
            .map(Happened::event)
            .filter(MessageSent.class::isInstance)
            .map(ConversationEvent.class::cast)
            .collect(
                Collectors.partitioningBy(
                    each -> each.conversationId().namesPrivateChat(), Collectors.counting()));
    assertThat(byKind.get(true)).isGreaterThan(EVENTS / 20);
    assertThat(byKind.get(false)).isGreaterThan(EVENTS / 20);
  }
}
