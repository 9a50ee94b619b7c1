/// Live nearby queries.
@NullMarked
package info.powow.socket.nearby;

import org.jspecify.annotations.NullMarked;
