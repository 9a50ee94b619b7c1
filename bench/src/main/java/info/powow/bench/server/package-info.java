/// The server under test and its machine, observed from outside.
@NullMarked
package info.powow.bench.server;

import org.jspecify.annotations.NullMarked;
