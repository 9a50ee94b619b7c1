/// Lets auditors read in a case what people could see, straight from the log, and records that they
/// did.
@NullMarked
package info.powow.audit;

import org.jspecify.annotations.NullMarked;
