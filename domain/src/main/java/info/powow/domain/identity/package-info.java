/// The built-in accounts: who may sign in as whom.
@NullMarked
package info.powow.domain.identity;

import org.jspecify.annotations.NullMarked;
