/// People as others see them, and what they set for themselves.
@NullMarked
package info.powow.projection.person;

import org.jspecify.annotations.NullMarked;
