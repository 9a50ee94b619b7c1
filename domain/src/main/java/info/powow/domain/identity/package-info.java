/// Built-in accounts, handles, passwords and sessions.
@NullMarked
package info.powow.domain.identity;

import org.jspecify.annotations.NullMarked;
