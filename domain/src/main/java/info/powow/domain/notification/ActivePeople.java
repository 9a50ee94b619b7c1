package info.powow.domain.notification;

import info.powow.domain.PersonId;
import java.util.Set;

/// Who is looking at the page, as one socket node knows.
public record ActivePeople(Set<PersonId> people) {}
