/// A witness: checks that a log only grows, and cosigns its checkpoints, on a machine of somebody else.
@NullMarked
package info.powow.tlog.witness;

import org.jspecify.annotations.NullMarked;
