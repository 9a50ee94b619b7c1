/// `./powow sql`: SQL over the history, from a terminal.
@NullMarked
package info.powow.standalone.sql;

import org.jspecify.annotations.NullMarked;
