/// The framework that keeps projections up to date with the event log: batches, segments, claims,
/// dead letters. Independent of any view and any store.
@NullMarked
package info.powow.projector;

import org.jspecify.annotations.NullMarked;
