@NullMarked
package info.powow.domain.staff;

import org.jspecify.annotations.NullMarked;
