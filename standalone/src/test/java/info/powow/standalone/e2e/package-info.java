/// Powow from outside: its own process, real clients, real attacks, real crashes.
@NullMarked
package info.powow.standalone.e2e;

import org.jspecify.annotations.NullMarked;
