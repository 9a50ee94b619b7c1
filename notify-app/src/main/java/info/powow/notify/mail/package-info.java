/// Mail: what it says, and how it is sent.
@NullMarked
package info.powow.notify.mail;

import org.jspecify.annotations.NullMarked;
