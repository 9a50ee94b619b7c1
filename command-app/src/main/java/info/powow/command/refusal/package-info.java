/// Records refused commands as events, without becoming a way to fill the log.
@NullMarked
package info.powow.command.refusal;

import org.jspecify.annotations.NullMarked;
