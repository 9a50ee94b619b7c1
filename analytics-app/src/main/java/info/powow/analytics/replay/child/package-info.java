/// The child process of a replay: a separate process that reads a checkpoint of the log. It talks to its
/// parent over standard input and output. It has no access to buses, mail, push, HTTP or the key
/// folder, so a replay can have no side effects.
@NullMarked
package info.powow.analytics.replay.child;

import org.jspecify.annotations.NullMarked;
