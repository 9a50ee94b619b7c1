/// What socket nodes ask about what is near.
@NullMarked
package info.powow.domain.nearby;

import org.jspecify.annotations.NullMarked;
