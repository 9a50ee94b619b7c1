/// The server under test and the machine it runs on, as seen from outside.
@NullMarked
package info.powow.bench.server;

import org.jspecify.annotations.NullMarked;
