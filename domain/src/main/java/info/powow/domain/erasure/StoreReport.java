package info.powow.domain.erasure;

import info.powow.domain.Public;

/// What one store has confirmed.
///
/// @param deleted how many things it deleted, as far as it counts them
@Public
public record StoreReport(PlaintextStore store, long deleted) {}
