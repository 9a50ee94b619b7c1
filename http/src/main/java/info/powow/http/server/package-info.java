/// The HTTP server below Spring MVC: what it takes from whom, how fast, and how it refuses.
///
/// A request goes through [ConnectionWatch] (open connections), [TrustedProxies] (who is asking),
/// [OriginGuard], [BodyHandler] (its body, read before a thread is given to it) and [RequestGate] (how
/// many are worked on at once); its answer through [ResponseBuffers], which sends it without a thread.
@NullMarked
package info.powow.http.server;

import org.jspecify.annotations.NullMarked;
