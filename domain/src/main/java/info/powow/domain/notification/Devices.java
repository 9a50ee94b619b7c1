package info.powow.domain.notification;

import java.util.List;

/// The devices of a person, the newest first.
public record Devices(List<Device.Registered> devices) {}
