/// From the log to the devices: decides, keeps, looks again and sends.
@NullMarked
package info.powow.notify.delivery;

import org.jspecify.annotations.NullMarked;
