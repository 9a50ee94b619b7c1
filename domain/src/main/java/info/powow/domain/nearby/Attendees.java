package info.powow.domain.nearby;

import info.powow.domain.PersonId;
import java.util.List;

/// @param title the title of the gathering
/// @param people those who attend or are interested, without the host
public record Attendees(String title, List<PersonId> people) {}
