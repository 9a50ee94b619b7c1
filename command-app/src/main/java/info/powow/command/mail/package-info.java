/// Where people get mail, and which.
@NullMarked
package info.powow.command.mail;

import org.jspecify.annotations.NullMarked;
