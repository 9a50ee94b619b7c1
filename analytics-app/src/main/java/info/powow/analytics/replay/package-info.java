/// Replays: the log read again, in processes that can have no effect, for analysts and auditors.
@NullMarked
package info.powow.analytics.replay;

import org.jspecify.annotations.NullMarked;
