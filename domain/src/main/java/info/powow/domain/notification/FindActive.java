package info.powow.domain.notification;

import info.powow.domain.PersonId;
import java.util.Set;

/// Asks each socket node who of these people is looking at the page there.
public record FindActive(Set<PersonId> people) {}
