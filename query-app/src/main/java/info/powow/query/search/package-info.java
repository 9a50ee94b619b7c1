/// Full-text search for messages.
@NullMarked
package info.powow.query.search;

import org.jspecify.annotations.NullMarked;
