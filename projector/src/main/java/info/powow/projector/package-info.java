/// The machinery that keeps any projection up to date with the event log: batches, segments, claims,
/// dead letters. It knows no view and no store of views.
@NullMarked
package info.powow.projector;

import org.jspecify.annotations.NullMarked;
