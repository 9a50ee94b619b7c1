@NullMarked
package info.powow.notify.push;

import org.jspecify.annotations.NullMarked;
