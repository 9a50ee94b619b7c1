/// The JSON of events, in the log and on the wire.
@NullMarked
package info.powow.eventlog.json;

import org.jspecify.annotations.NullMarked;
