/// Rules for the whole project.
@NullMarked
package info.powow;

import org.jspecify.annotations.NullMarked;
