/// Removes from a process what it must not be able to do.
@NullMarked
package info.powow.analytics.replay.guard;

import org.jspecify.annotations.NullMarked;
