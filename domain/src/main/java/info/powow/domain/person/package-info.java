/// People: profile, places, blocks, mutes and consent.
@NullMarked
package info.powow.domain.person;

import org.jspecify.annotations.NullMarked;
