/// The cost and the quality of renditions, compared with other programs.
@NullMarked
package info.powow.bench.picture;

import org.jspecify.annotations.NullMarked;
