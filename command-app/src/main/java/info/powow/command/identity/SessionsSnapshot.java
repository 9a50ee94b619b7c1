package info.powow.command.identity;

import info.powow.domain.identity.Sessions;

/// A snapshot of a person's sessions, so that all their refreshes need not be read again.
///
/// It may be deleted at any time. A snapshot that cannot be decoded is ignored.
public record SessionsSnapshot(Sessions state) {}
