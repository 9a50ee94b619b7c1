@NullMarked
package info.powow.query.notification;

import org.jspecify.annotations.NullMarked;
