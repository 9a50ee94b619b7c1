/// The transparency log of the embedded event log: a Merkle tree over all events, whose signed
/// checkpoints others can keep.
@NullMarked
package info.powow.eventlog.transparency;

import org.jspecify.annotations.NullMarked;
