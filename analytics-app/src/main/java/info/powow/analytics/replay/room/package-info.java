/// The room of a replay: a process of its own over a checkpoint of the log. It talks to its parent
/// over standard input and output, and knows no bus, no mail, no push, no HTTP and no key folder, so
/// that a replay can have no effect.
@NullMarked
package info.powow.analytics.replay.room;

import org.jspecify.annotations.NullMarked;
