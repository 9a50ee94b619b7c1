/// From the log to the devices: decides, stores, checks again and sends.
@NullMarked
package info.powow.notify.delivery;

import org.jspecify.annotations.NullMarked;
