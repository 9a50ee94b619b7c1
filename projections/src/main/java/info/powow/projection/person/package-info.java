/// People as others see them, and their own settings.
@NullMarked
package info.powow.projection.person;

import org.jspecify.annotations.NullMarked;
