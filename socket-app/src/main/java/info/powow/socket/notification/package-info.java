/// Attention, and notifications of connected devices.
@NullMarked
package info.powow.socket.notification;

import org.jspecify.annotations.NullMarked;
