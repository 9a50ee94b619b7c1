/// Attacks on a server, and what other people notice of them.
@NullMarked
package info.powow.bench.attack;

import org.jspecify.annotations.NullMarked;
