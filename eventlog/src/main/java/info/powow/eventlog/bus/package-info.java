/// Commands and queries from process to process, over Axon Server.
@NullMarked
package info.powow.eventlog.bus;

import org.jspecify.annotations.NullMarked;
