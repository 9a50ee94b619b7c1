@NullMarked
package info.powow.notify.delivery;

import org.jspecify.annotations.NullMarked;
