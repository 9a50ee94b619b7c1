/// Verifies a bundle of an auditor, offline, on a machine that has nothing else of Powow. Shares no
/// code with what makes bundles, so that both check each other. Depends on the JDK and `tlog` alone.
@NullMarked
package info.powow.verify;

import org.jspecify.annotations.NullMarked;
