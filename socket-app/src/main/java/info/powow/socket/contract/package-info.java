/// The contract over STOMP, for machines.
@NullMarked
package info.powow.socket.contract;

import org.jspecify.annotations.NullMarked;
