@NullMarked
package info.powow.bench.people;

import org.jspecify.annotations.NullMarked;
