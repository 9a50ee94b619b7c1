@NullMarked
package info.powow.bench.picture;

import org.jspecify.annotations.NullMarked;
