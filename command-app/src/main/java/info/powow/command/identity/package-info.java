/// The built-in accounts: signing up and in.
@NullMarked
package info.powow.command.identity;

import org.jspecify.annotations.NullMarked;
