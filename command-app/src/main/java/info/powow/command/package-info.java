/// The write side: commands are decided by the domain, and events are appended to the log.
@NullMarked
package info.powow.command;

import org.jspecify.annotations.NullMarked;
