/// Replays of the event log, as those who listen to them see them.
@NullMarked
package info.powow.domain.replay;

import org.jspecify.annotations.NullMarked;
