package info.powow.domain.nearby;

import info.powow.domain.PersonId;
import java.util.List;

/// @param title what the gathering is called
/// @param people those who go or may come, without the host
public record Attendees(String title, List<PersonId> people) {}
