/// What people want to be told of, and on which devices.
@NullMarked
package info.powow.projection.notification;

import org.jspecify.annotations.NullMarked;
