/// Who is looking at the page, and what connected devices are told of notifications.
@NullMarked
package info.powow.socket.notification;

import org.jspecify.annotations.NullMarked;
