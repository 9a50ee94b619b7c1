@NullMarked
package info.powow.notify.outbox;

import org.jspecify.annotations.NullMarked;
