/// Facts about refused commands, so that the effect of a limit can be judged later.
@NullMarked
package info.powow.domain.refusal;

import org.jspecify.annotations.NullMarked;
