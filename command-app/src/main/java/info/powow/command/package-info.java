/// The write side: commands in, decided by the domain, events into the log.
@NullMarked
package info.powow.command;

import org.jspecify.annotations.NullMarked;
