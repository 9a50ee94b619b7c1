/// The people who run a Powow: their roles, and what they may do with staff tokens.
@NullMarked
package info.powow.domain.staff;

import org.jspecify.annotations.NullMarked;
