/// Queries about what is nearby.
@NullMarked
package info.powow.query.nearby;

import org.jspecify.annotations.NullMarked;
