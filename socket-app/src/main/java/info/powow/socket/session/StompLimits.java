package info.powow.socket.session;

import java.time.Duration;

/// @param connectTimeout the time within which a client must sign in
/// @param connectBytes the maximum frame size before sign-in
/// @param frameTimeout the time within which a frame must arrive completely
/// @param heartBeat the interval at which the server sends heart-beats and expects them
/// @param pingInterval the interval at which a client that sends no heart-beats is pinged
/// @param maxFrameBytes the maximum size of a STOMP frame
/// @param maxSubscriptions subscriptions of one session
/// @param sendsPerSecond the sustained rate of SEND frames of one session
/// @param sendBurst SEND frames of one session in a burst
/// @param maxNamed conversations that a resume may name
public record StompLimits(
    Duration connectTimeout,
    int connectBytes,
    Duration frameTimeout,
    Duration heartBeat,
    Duration pingInterval,
    int maxFrameBytes,
    int maxSubscriptions,
    int sendsPerSecond,
    int sendBurst,
    int maxNamed) {}
