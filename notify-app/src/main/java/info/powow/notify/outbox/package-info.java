/// What is still to be told, and what was told: a port and its stores.
@NullMarked
package info.powow.notify.outbox;

import org.jspecify.annotations.NullMarked;
