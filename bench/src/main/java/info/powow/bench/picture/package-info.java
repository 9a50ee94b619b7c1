/// What smaller pictures cost and how like they are, beside other ways of making them.
@NullMarked
package info.powow.bench.picture;

import org.jspecify.annotations.NullMarked;
