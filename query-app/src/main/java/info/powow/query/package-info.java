/// The read side: what every answer has in common.
@NullMarked
package info.powow.query;

import org.jspecify.annotations.NullMarked;
