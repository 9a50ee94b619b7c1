/// Mail: its content, and how it is sent.
@NullMarked
package info.powow.notify.mail;

import org.jspecify.annotations.NullMarked;
