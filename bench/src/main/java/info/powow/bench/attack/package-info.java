/// Attacks on a server, and their effect on other users.
@NullMarked
package info.powow.bench.attack;

import org.jspecify.annotations.NullMarked;
