/// What every HTTP entrance needs: how requests are secured, how a refusal looks ([Problems]), how
/// often an address may ask ([RateLimiter]), and the contract in OpenAPI.
@NullMarked
package info.powow.http;

import org.jspecify.annotations.NullMarked;
