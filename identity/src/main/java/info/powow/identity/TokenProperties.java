package info.powow.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How tokens are made and checked.
///
/// @param issuer the `iss` of the built-in issuer, which its tokens must have
/// @param issuerUri the `iss` of an OpenID Connect provider that is trusted instead of the built-in
///     accounts; `/.well-known/openid-configuration` is read below it. None by default
/// @param secret the key of the built-in issuer (HMAC-SHA-256), Base64 of at least 32 bytes; the
///     same on every node. `standalone` creates one in its key folder
/// @param lifetime how long an access token of the built-in issuer is valid;
///     `powow.sessions.lifetime` sets how long a session lasts
/// @param audience the audience of tokens of any issuer; a token for another audience is refused
@ConfigurationProperties("powow.tokens")
public record TokenProperties(
    @Nullable String issuerUri,
    @Nullable String secret,
    @DefaultValue("1h") Duration lifetime,
    @DefaultValue("powow") String issuer,
    @DefaultValue("powow") String audience) {}
