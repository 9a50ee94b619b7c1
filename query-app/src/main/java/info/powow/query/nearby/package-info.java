/// Answers about what is near.
@NullMarked
package info.powow.query.nearby;

import org.jspecify.annotations.NullMarked;
