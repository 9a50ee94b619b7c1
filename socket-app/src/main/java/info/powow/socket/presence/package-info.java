/// Who is there and who is typing: signals, which nothing stores.
@NullMarked
package info.powow.socket.presence;

import org.jspecify.annotations.NullMarked;
