package info.powow.notify.push;

import java.time.Instant;

/// A push to an app. It says that there is news, but not what: the app asks this server.
///
/// @param id the app asks with it; opaque, URL-safe characters
/// @param tag the same for everything about one message: a later push replaces what is shown; 32
///     URL-safe characters
/// @param expires from then on, it is not worth delivering
/// @param urgent whether it should wake a device that is saving battery
public record AppPush(String id, String tag, Instant expires, boolean urgent) {}
