/// What people want to be told of, and who is to be told of a message.
@NullMarked
package info.powow.query.notification;

import org.jspecify.annotations.NullMarked;
