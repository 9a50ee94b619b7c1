package info.powow.projection.conversation;

import info.powow.domain.PersonId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is mentioned in the newest messages of a conversation: what an inbox needs to show that
/// somebody is. Bounded, because it is written with every message; the oldest mentions go first.
///
/// @param positions of the messages, oldest first
/// @param people whom they mention, at the same places of the list
record NewestMentions(List<Long> positions, List<String> people) {
  static final int CAPACITY = 128;

  static final NewestMentions NONE = new NewestMentions(List.of(), List.of());

  NewestMentions {
    if (positions.size() != people.size()) {
      throw new IllegalArgumentException("each mention is of one person in one message");
    }
    positions = List.copyOf(positions);
    people = List.copyOf(people);
  }

  /// After a message was sent or edited: it mentions these people, and nobody else any more.
  NewestMentions with(long position, Collection<PersonId> mentioned) {
    NewestMentions others = without(position);
    if (mentioned.isEmpty()) {
      return others;
    }
    List<Long> nextPositions = new ArrayList<>(others.positions);
    List<String> nextPeople = new ArrayList<>(others.people);
    int at = nextPositions.size();
    while (at > 0 && nextPositions.get(at - 1) > position) {
      at--;
    }
    for (PersonId person : mentioned) {
      nextPositions.add(at, position);
      nextPeople.add(at, person.value());
    }
    int forgotten = Math.max(0, nextPositions.size() - CAPACITY);
    return new NewestMentions(
        nextPositions.subList(forgotten, nextPositions.size()),
        nextPeople.subList(forgotten, nextPeople.size()));
  }

  NewestMentions without(long position) {
    if (!positions.contains(position)) {
      return this;
    }
    List<Long> nextPositions = new ArrayList<>(positions.size());
    List<String> nextPeople = new ArrayList<>(people.size());
    for (int i = 0; i < positions.size(); i++) {
      if (positions.get(i) != position) {
        nextPositions.add(positions.get(i));
        nextPeople.add(people.get(i));
      }
    }
    return new NewestMentions(nextPositions, nextPeople);
  }

  /// The first message behind a position that mentions somebody.
  @Nullable Long first(String person, long after) {
    for (int i = 0; i < positions.size(); i++) {
      if (positions.get(i) > after && people.get(i).equals(person)) {
        return positions.get(i);
      }
    }
    return null;
  }
}
