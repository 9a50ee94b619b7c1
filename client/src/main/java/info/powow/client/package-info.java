/// A Java client of Powow's public protocol, on the JDK's HTTP client and WebSocket.
///
/// Start with [PowowClient]: it signs a person up or in. A [Session] makes HTTP calls as that person.
/// A [Device] stays connected: it reconnects, resumes where it was, and sends commands until they
/// are answered. [StompConnection] is a single connection, for whoever wants to do the rest
/// themselves.
@NullMarked
package info.powow.client;

import org.jspecify.annotations.NullMarked;
