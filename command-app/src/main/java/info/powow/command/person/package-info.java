/// Commands about the signed-in person.
@NullMarked
package info.powow.command.person;

import org.jspecify.annotations.NullMarked;
