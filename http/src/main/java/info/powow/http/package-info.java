/// What every HTTP API needs: authentication, refusals ([Problems]), rate limits per address
/// ([RateLimiter]), and the OpenAPI contract.
@NullMarked
package info.powow.http;

import org.jspecify.annotations.NullMarked;
