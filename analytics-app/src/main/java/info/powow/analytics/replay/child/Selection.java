package info.powow.analytics.replay.child;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.seal.PublicParts;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Selects the events of a replay. Decides by the stream, the type and the public part of an event,
/// so nothing needs to be unsealed.
final class Selection {
  private final ReplayableTypes types;
  private final Set<String> wanted;
  private final Set<String> conversations;
  private final List<byte[]> people;
  private final @Nullable Set<String> inScope;
  private final Set<String> peopleInScope;

  /// @param inScope the conversations of the case; null for the whole log
  Selection(ReplayableTypes types, ReplayCall.Open open, @Nullable Set<String> inScope) {
    this.types = types;
    this.wanted = Set.copyOf(open.types());
    this.conversations =
        open.conversations().stream()
            .map(ConversationId::value)
            .collect(Collectors.toUnmodifiableSet());
    this.people = open.people().stream().map(Selection::quoted).toList();
    this.inScope = inScope;
    ReplayCall.Scope scope = open.scope();
    this.peopleInScope =
        scope == null
            ? Set.of()
            : scope.people().stream().map(PersonId::value).collect(Collectors.toUnmodifiableSet());
  }

  /// Ids need no escaping, and public fields contain no text in which an id could be quoted.
  static byte[] quoted(PersonId person) {
    return ('"' + person.value() + '"').getBytes(StandardCharsets.US_ASCII);
  }

  boolean has(Entry entry) {
    return types.of(entry.type()) != null
        && (wanted.isEmpty() || wanted.contains(entry.type()))
        && isInScope(entry.stream())
        && (conversations.isEmpty() || conversations.contains(conversationOf(entry.stream())))
        && (people.isEmpty() || names(entry));
  }

  private boolean isInScope(String stream) {
    return inScope == null
        || inScope.contains(conversationOf(stream))
        || peopleInScope.contains(stream);
  }

  /// The stream of a read marker is named `conversation~person`.
  private static String conversationOf(String stream) {
    int tilde = stream.indexOf('~');
    return tilde < 0 ? stream : stream.substring(0, tilde);
  }

  private boolean names(Entry entry) {
    byte[] json = PublicParts.json(entry);
    return people.stream().anyMatch(person -> contains(json, person));
  }

  /// The conversations that a case covers.
  ///
  /// @param all reads every event of the log
  static Set<String> inScope(
      ReplayableTypes types, ReplayCall.Scope scope, Consumer<Consumer<Logged>> all) {
    Set<String> inScope =
        scope.conversations().stream()
            .map(ConversationId::value)
            .collect(Collectors.toCollection(HashSet::new));
    List<byte[]> people = scope.people().stream().map(Selection::quoted).toList();
    if (!people.isEmpty()) {
      all.accept(logged -> {
        Entry entry = logged.entry();
        ReplayableTypes.Shape shape = types.of(entry.type());
        if (shape != null && shape.entry() && !inScope.contains(entry.stream())) {
          byte[] json = PublicParts.json(entry);
          if (people.stream().anyMatch(person -> contains(json, person))) {
            inScope.add(entry.stream());
          }
        }
      });
    }
    return inScope;
  }

  static boolean contains(byte[] where, byte[] what) {
    for (int from = 0; from + what.length <= where.length; from++) {
      int at = 0;
      while (at < what.length && where[from + at] == what[at]) {
        at++;
      }
      if (at == what.length) {
        return true;
      }
    }
    return false;
  }
}
