/// What every entrance needs: who is asking ([Tokens]), how often ([RateLimiter]), and how a
/// refusal looks ([Problems]).
@NullMarked
package info.powow.edge;

import org.jspecify.annotations.NullMarked;
