package info.powow.socket.session;

import java.time.Duration;

/// @param connectTimeout how soon a client must have signed in
/// @param connectBytes longest frame before the client has signed in
/// @param frameTimeout how soon the end of a frame must have come after its beginning
/// @param heartBeat how often the server gives a sign of life, and expects one
/// @param pingInterval how often a client that promises no heart-beats is asked whether it is there
/// @param maxFrameBytes longest STOMP frame
/// @param maxSubscriptions subscriptions of one session
/// @param sendsPerSecond SEND frames of one session over a longer time
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
