/// Built-in accounts: sign-up, sign-in and sessions.
@NullMarked
package info.powow.command.identity;

import org.jspecify.annotations.NullMarked;
