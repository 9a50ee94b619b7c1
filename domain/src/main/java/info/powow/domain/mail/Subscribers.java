package info.powow.domain.mail;

import info.powow.domain.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// People who have agreed to a topic, and whom mail reaches.
///
/// @param next where the next query begins; null when nobody is left
public record Subscribers(List<PersonId> people, @Nullable PersonId next) {}
