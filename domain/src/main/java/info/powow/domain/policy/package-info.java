/// What other limits would have done to what was sent.
@NullMarked
package info.powow.domain.policy;

import org.jspecify.annotations.NullMarked;
