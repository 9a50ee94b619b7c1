package info.powow.axon.boot;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Calls to Axon Server, `powow.axon-server.*`. `axon.axonserver.servers` sets its address.
///
/// @param timeout how long to wait for an answer of the server, or of the process that handles a
///     command; after that, the command is refused with `log_unavailable`
@ConfigurationProperties("powow.axon-server")
record AxonServerProperties(@DefaultValue("10s") Duration timeout) {}
