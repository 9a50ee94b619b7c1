package info.powow.notify.push;

import java.time.Instant;

/// A push to an app. It says that there is something, and not what: the app asks this server.
///
/// @param id what the app asks with; opaque, URL-safe characters
/// @param tag the same for everything about one message: what comes later replaces what is shown; 32
///     URL-safe characters
/// @param expires from when on it is not worth delivering
/// @param urgent whether a device that saves its battery shall be woken
public record AppPush(String id, String tag, Instant expires, boolean urgent) {}
