/// Commands and queries between processes, over Axon Server.
@NullMarked
package info.powow.axon.bus;

import org.jspecify.annotations.NullMarked;
