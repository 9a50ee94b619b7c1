package info.powow.domain.notification;

import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import java.util.Set;

/// Queries how some people stand to a gathering. Answered with [GatheringRecipients].
public record FindGatheringRecipients(GatheringId gathering, Set<PersonId> people) {}
