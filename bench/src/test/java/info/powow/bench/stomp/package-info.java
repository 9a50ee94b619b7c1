@NullMarked
package info.powow.bench.stomp;

import org.jspecify.annotations.NullMarked;
