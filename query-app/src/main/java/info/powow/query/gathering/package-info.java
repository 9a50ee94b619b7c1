/// Queries about gatherings.
@NullMarked
package info.powow.query.gathering;

import org.jspecify.annotations.NullMarked;
