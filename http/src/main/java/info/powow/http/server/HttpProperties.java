package info.powow.http.server;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The HTTP server, `powow.http.*`.
///
/// @param maxBody the maximum size of a request body in bytes, unless a route allows more
/// @param bodyMemory memory for arriving request bodies, in total; one address may use a quarter
/// @param uploadDisk disk space for arriving uploads, in total; one address may use a quarter
/// @param uploadsPerPerson concurrent uploads of one person
/// @param slowClientGrace how long a request or an answer may be slower than `minRate`
/// @param minRate bytes per second below which a client is too slow
/// @param responseMemory memory for answers that wait for slow readers, in total; one address may
///     use a quarter
/// @param maxRequests concurrent requests; more are refused with 503
/// @param maxConnections open HTTP connections, without WebSockets; more replace idle ones
/// @param connectionsPerAddress open connections from one address (IPv6: one /64), including
///     WebSockets; trusted proxies and this machine are not limited
/// @param trustedProxies addresses or networks such as `10.1.2.0/24` of proxies whose
///     `X-Forwarded-For` and `X-Forwarded-Proto` are trusted
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
