/// What people want to be told of, and on which devices.
@NullMarked
package info.powow.command.notification;

import org.jspecify.annotations.NullMarked;
