@NullMarked
package info.powow.bench.history;

import org.jspecify.annotations.NullMarked;
