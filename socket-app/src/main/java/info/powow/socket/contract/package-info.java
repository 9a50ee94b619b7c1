/// The machine-readable STOMP contract.
@NullMarked
package info.powow.socket.contract;

import org.jspecify.annotations.NullMarked;
