package info.powow.domain.notification;

import java.util.List;

/// What people want to be told of. Whom Powow does not know is not among them.
public record Listeners(List<Listener> people) {}
