package info.powow.http.server;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What the HTTP server takes, `powow.http.*`.
///
/// @param maxBody largest request body in bytes, unless a route allows more
/// @param bodyMemory memory for request bodies that are arriving, in all; one address gets a quarter
/// @param uploadDisk disk space for uploads that are arriving, in all; one address gets a quarter
/// @param uploadsPerPerson uploads of one person that may arrive at the same time
/// @param slowClientGrace how long a request or an answer may be slower than `minRate`
/// @param minRate bytes per second below which a client is too slow
/// @param responseMemory memory for answers that wait for slow readers, in all; one address gets a
///     quarter
/// @param maxRequests requests that are worked on at the same time; more are answered with 503
/// @param maxConnections open HTTP connections, without WebSockets; more replace those that are idle
/// @param connectionsPerAddress open connections from one address (IPv6: one /64), WebSockets
///     included; neither a trusted proxy nor this machine itself is counted
/// @param trustedProxies addresses or networks such as `10.1.2.0/24` of proxies whose
///     `X-Forwarded-For` and `X-Forwarded-Proto` are believed
@ConfigurationProperties("powow.http")
public record HttpProperties(
    @DefaultValue("64KB") DataSize maxBody,
    @DefaultValue("32MB") DataSize bodyMemory,
    @DefaultValue("2GB") DataSize uploadDisk,
    @DefaultValue("10") int uploadsPerPerson,
    @DefaultValue("5s") Duration slowClientGrace,
    @DefaultValue("1KB") DataSize minRate,
    @DefaultValue("32MB") DataSize responseMemory,
    @DefaultValue("1000") int maxRequests,
    @DefaultValue("20000") int maxConnections,
    @DefaultValue("1000") int connectionsPerAddress,
    @DefaultValue List<String> trustedProxies) {}
