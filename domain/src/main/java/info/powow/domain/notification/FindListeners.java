package info.powow.domain.notification;

import info.powow.domain.PersonId;
import java.util.Set;

/// Asks what people want to be told of.
public record FindListeners(Set<PersonId> people) {}
