/// Commands and queries from process to process, over Axon Server.
@NullMarked
package info.powow.axon.bus;

import org.jspecify.annotations.NullMarked;
