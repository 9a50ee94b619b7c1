/// What holds for the whole house.
@NullMarked
package info.powow;

import org.jspecify.annotations.NullMarked;
