/// A person: the profile, whom they blocked, what they muted.
@NullMarked
package info.powow.domain.person;

import org.jspecify.annotations.NullMarked;
