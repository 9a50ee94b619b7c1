package info.powow.socket;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How STOMP sessions are held.
///
/// @param allowedOrigins from which other origins web pages may connect, such as
///     `https://chat.example.org`; pages of the server's own origin, and clients that are no
///     browsers, always may
/// @param maxSessions connections of one node; more are refused with `server_full`
/// @param sessionsPerPerson connections on which one person is signed in, on one node; more are
///     refused with `too_many_connections`
/// @param unauthenticatedPerNetwork connections from one IPv4 address, or one IPv6 /64, on which nobody
///     has signed in yet; more are refused with `too_many_connections`
/// @param connectTimeout how soon a client must have signed in, or it is closed
/// @param connectLimit longest CONNECT frame: room for a token
/// @param frameTimeout how soon the end of a frame must have come after its beginning, or the client
///     is closed with `frame_timeout`
/// @param heartBeat how often the server gives a sign of life, and expects one: what is agreed on
///     is never more often
/// @param pingInterval how often a client that promises no heart-beats is asked whether it is there
/// @param frameLimit longest STOMP frame from a client; room for 64 KB of text whose every
///     character is escaped
/// @param sendBuffer most that may wait for a client to take it; with more, it is closed and can
///     resume
/// @param bufferPerPerson most that may be buffered over all connections of one person; with more,
///     the fullest of them are closed and can resume
/// @param bufferHeapPercent most that may be buffered over all connections, in percent of the heap; with
///     more, the fullest of them are closed and can resume
/// @param maxHeapPercent new connections are refused with `server_full` while more of the heap than this,
///     in percent, is in use even after it was collected
/// @param subscriptions subscriptions of one session
/// @param sendsPerSecond SEND frames of one session over a longer time
/// @param sendBurst SEND frames of one session in a burst
/// @param viewsTimeout how long somebody who connects waits for the views to say where they are a
///     member, before `views_unavailable`; each question to them has a third of it, which should be
///     more than `powow.query.freshness-timeout`
/// @param resumeLimit events of one conversation that are sent again to who comes back; beyond
///     that, a gap is told
/// @param resumeUnnamed events of a conversation that are sent to who comes back and does not name
///     it
/// @param resumeNamed conversations that a resume may name
/// @param liveBufferLimit events that are held back while a device is sent what it missed; with more, it
///     has to come again
/// @param readMarkerMembers members a group may have for all of them to be told who has read what
/// @param smallGroup members a group may have for them to see each other come, go and type
/// @param offlineAfter how long somebody without a connection still counts as there
/// @param typingInterval how often typing is told of again while it lasts
/// @param typingTimeout when typing ends by itself
/// @param drainPeriod how long the closing of all sessions is spread when the node ends
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
