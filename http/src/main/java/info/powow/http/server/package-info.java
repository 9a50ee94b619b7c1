/// The HTTP server below Spring MVC: limits and refusals.
///
/// A request passes through [ConnectionWatch] (open connections), [TrustedProxies] (the client's
/// address), [OriginGuard], [BodyHandler] (its body, read before a thread is used) and
/// [RequestGate] (concurrent requests). Its answer passes through [ResponseBuffers], which sends it
/// without a thread.
@NullMarked
package info.powow.http.server;

import org.jspecify.annotations.NullMarked;
