@NullMarked
package info.powow.notify.mail;

import org.jspecify.annotations.NullMarked;
