/// Erasing people.
@NullMarked
package info.powow.command.erasure;

import org.jspecify.annotations.NullMarked;
