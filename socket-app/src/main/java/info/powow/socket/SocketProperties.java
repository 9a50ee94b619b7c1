package info.powow.socket;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// STOMP sessions, `powow.socket.*`.
///
/// @param allowedOrigins other origins from which web pages may connect, such as
///     `https://chat.example.org`; pages of the server's own origin, and clients that are not
///     browsers, always may
/// @param maxSessions connections of one node; more are refused with `server_full`
/// @param sessionsPerPerson signed-in connections of one person on one node; more are refused with
///     `too_many_connections`
/// @param unauthenticatedPerNetwork connections from one IPv4 address or IPv6 /64 before sign-in;
///     more are refused with `too_many_connections`
/// @param connectTimeout the time within which a client must sign in, or is disconnected
/// @param connectLimit the maximum size of the CONNECT frame, which contains a token
/// @param frameTimeout the time within which a frame must arrive completely, or the client is
///     disconnected with `frame_timeout`
/// @param heartBeat the interval at which the server sends heart-beats and expects them; the
///     negotiated interval is never shorter
/// @param pingInterval the interval at which a client that sends no heart-beats is pinged
/// @param frameLimit the maximum size of a STOMP frame from a client; enough for 64 KB of text with
///     every character escaped
/// @param sendBuffer the maximum output buffered for a client; beyond it, the client is
///     disconnected and can resume
/// @param bufferPerPerson the maximum buffered over all connections of one person; beyond it, the
///     fullest are closed and can resume
/// @param bufferHeapPercent the maximum buffered over all connections, in percent of the heap;
///     beyond it, the fullest are closed and can resume
/// @param maxHeapPercent new connections are refused with `server_full` while more than this
///     percentage of the heap is in use after a collection
/// @param subscriptions subscriptions of one session
/// @param sendsPerSecond the sustained rate of SEND frames of one session
/// @param sendBurst SEND frames of one session in a burst
/// @param viewsTimeout how long a connecting client waits for its memberships from the views,
///     before `views_unavailable`; each query may take a third of it, which should be more than
///     `powow.query.freshness-timeout`
/// @param resumeLimit events of one conversation that are sent again on resume; beyond that, a gap
///     is reported
/// @param resumeUnnamed events sent on resume of a conversation that the client does not name
/// @param resumeNamed conversations that a resume may name
/// @param liveBufferLimit live events that are buffered while a device catches up; beyond that, it
///     has to reconnect
/// @param readMarkerMembers the maximum size of a group whose members receive each other's read
///     markers
/// @param smallGroup the maximum size of a group whose members receive each other's presence and
///     typing
/// @param offlineAfter how long a person without a connection still counts as online
/// @param typingInterval how often a continuing typing signal is repeated
/// @param typingTimeout after which time typing ends by itself
/// @param drainPeriod the period over which all sessions are closed when the node stops
@ConfigurationProperties("powow.socket")
public record SocketProperties(
    @DefaultValue List<String> allowedOrigins,
    @DefaultValue("200000") int maxSessions,
    @DefaultValue("20") int sessionsPerPerson,
    @DefaultValue("500") int unauthenticatedPerNetwork,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("8KB") DataSize connectLimit,
    @DefaultValue("60s") Duration frameTimeout,
    @DefaultValue("10s") Duration heartBeat,
    @DefaultValue("30s") Duration pingInterval,
    @DefaultValue("256KB") DataSize frameLimit,
    @DefaultValue("256KB") DataSize sendBuffer,
    @DefaultValue("2MB") DataSize bufferPerPerson,
    @DefaultValue("20") int bufferHeapPercent,
    @DefaultValue("90") int maxHeapPercent,
    @DefaultValue("100") int subscriptions,
    @DefaultValue("100") int sendsPerSecond,
    @DefaultValue("500") int sendBurst,
    @DefaultValue("10s") Duration viewsTimeout,
    @DefaultValue("1000") int resumeLimit,
    @DefaultValue("100") int resumeUnnamed,
    @DefaultValue("2000") int resumeNamed,
    @DefaultValue("10000") int liveBufferLimit,
    @DefaultValue("100") int readMarkerMembers,
    @DefaultValue("50") int smallGroup,
    @DefaultValue("5s") Duration offlineAfter,
    @DefaultValue("3s") Duration typingInterval,
    @DefaultValue("8s") Duration typingTimeout,
    @DefaultValue("5s") Duration drainPeriod) {}
