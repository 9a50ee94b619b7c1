package info.powow.axon.boot;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What is asked of Axon Server, `powow.axon-server.*`. Where it is, says
/// `axon.axonserver.servers`.
///
/// @param timeout how long an answer is waited for, of the server or of the process that handles a
///     command; after that it is refused as `log_unavailable`
@ConfigurationProperties("powow.axon-server")
record AxonServerProperties(@DefaultValue("10s") Duration timeout) {}
