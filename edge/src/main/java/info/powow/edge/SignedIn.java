package info.powow.edge;

import info.powow.domain.PersonId;
import java.time.Instant;

/// Who is asking, as a valid token says.
///
/// @param expiresAt until when the token says so
public record SignedIn(PersonId person, Instant expiresAt) {}
