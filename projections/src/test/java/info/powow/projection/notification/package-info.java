@NullMarked
package info.powow.projection.notification;

import org.jspecify.annotations.NullMarked;
