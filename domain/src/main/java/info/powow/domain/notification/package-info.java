/// Who is told of what while they are away: the settings, the devices, and the one decision.
@NullMarked
package info.powow.domain.notification;

import org.jspecify.annotations.NullMarked;
