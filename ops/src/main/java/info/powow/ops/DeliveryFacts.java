package info.powow.ops;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a part of this process knows of why somebody got a message, or did not. Contains no text and no
/// names.
@FunctionalInterface
public interface DeliveryFacts {
  /// @param fact such as `notification`, `delivery` or `connected`
  /// @param value such as `push: push`; null if the fact says everything
  /// @param at null if it is so now
  record Fact(String fact, @Nullable String value, @Nullable Instant at) {}

  List<Fact> about(String person, String conversation, long position);
}
