/// Finding messages by their words.
@NullMarked
package info.powow.query.search;

import org.jspecify.annotations.NullMarked;
