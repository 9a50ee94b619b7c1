/// A person: the profile, where they are, whom they blocked, what they muted.
@NullMarked
package info.powow.domain.person;

import org.jspecify.annotations.NullMarked;
