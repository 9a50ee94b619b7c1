/// Roles of the people who run the installation, and their tokens.
@NullMarked
package info.powow.command.staff;

import org.jspecify.annotations.NullMarked;
