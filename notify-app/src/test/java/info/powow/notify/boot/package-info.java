@NullMarked
package info.powow.notify.boot;

import org.jspecify.annotations.NullMarked;
