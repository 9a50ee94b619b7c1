/// Queries about what is nearby, and their results.
@NullMarked
package info.powow.domain.nearby;

import org.jspecify.annotations.NullMarked;
