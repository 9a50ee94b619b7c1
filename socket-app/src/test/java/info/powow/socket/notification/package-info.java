@NullMarked
package info.powow.socket.notification;

import org.jspecify.annotations.NullMarked;
