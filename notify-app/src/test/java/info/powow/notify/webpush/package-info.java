@NullMarked
package info.powow.notify.webpush;

import org.jspecify.annotations.NullMarked;
