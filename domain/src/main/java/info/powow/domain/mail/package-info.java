/// Mail to people: their confirmed address, and which mail they want.
@NullMarked
package info.powow.domain.mail;

import org.jspecify.annotations.NullMarked;
