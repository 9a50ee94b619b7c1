/// The read side: code shared by all queries.
@NullMarked
package info.powow.query;

import org.jspecify.annotations.NullMarked;
