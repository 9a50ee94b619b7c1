/// Where things are, and how exactly anybody may know it.
@NullMarked
package info.powow.domain.place;

import org.jspecify.annotations.NullMarked;
