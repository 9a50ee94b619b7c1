@NullMarked
package info.powow.bench.server;

import org.jspecify.annotations.NullMarked;
