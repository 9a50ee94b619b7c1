/// Local happenings: who invites, when and where, and who comes.
@NullMarked
package info.powow.domain.gathering;

import org.jspecify.annotations.NullMarked;
