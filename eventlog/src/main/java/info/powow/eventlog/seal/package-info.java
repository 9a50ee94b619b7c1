/// Format 2 of an event's payload: its public part, its personal part sealed under a key of the
/// event's owner, and a commitment to the personal part.
@NullMarked
package info.powow.eventlog.seal;

import org.jspecify.annotations.NullMarked;
