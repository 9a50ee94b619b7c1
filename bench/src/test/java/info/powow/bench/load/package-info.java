@NullMarked
package info.powow.bench.load;

import org.jspecify.annotations.NullMarked;
