/// What operators do that lasts.
@NullMarked
package info.powow.domain.operation;

import org.jspecify.annotations.NullMarked;
