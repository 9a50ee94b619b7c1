package info.powow.command.identity;

import info.powow.domain.identity.Sessions;

/// The sessions of a person up to some event, kept so that all their refreshes need not be read
/// again.
///
/// Not a fact: it may be deleted at any time, and one that cannot be read any more is passed over.
public record SessionsSnapshot(Sessions state) {}
