/// Lets auditors read, within a case, what people could see. Reads straight from the log, and
/// records each read.
@NullMarked
package info.powow.audit;

import org.jspecify.annotations.NullMarked;
