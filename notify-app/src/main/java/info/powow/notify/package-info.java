@NullMarked
package info.powow.notify;

import org.jspecify.annotations.NullMarked;
