/// Profiles, blocks, invitations and `lastSeen`.
@NullMarked
package info.powow.query.person;

import org.jspecify.annotations.NullMarked;
