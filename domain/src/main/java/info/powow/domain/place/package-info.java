/// Places, cells and distances.
@NullMarked
package info.powow.domain.place;

import org.jspecify.annotations.NullMarked;
