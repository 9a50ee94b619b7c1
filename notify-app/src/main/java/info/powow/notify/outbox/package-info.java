/// What is still to be sent, and what was sent: a port and its stores.
@NullMarked
package info.powow.notify.outbox;

import org.jspecify.annotations.NullMarked;
