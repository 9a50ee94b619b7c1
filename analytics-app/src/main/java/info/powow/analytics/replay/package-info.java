/// Replays: reading the log again in processes that can have no side effects, for analysts and
/// auditors.
@NullMarked
package info.powow.analytics.replay;

import org.jspecify.annotations.NullMarked;
