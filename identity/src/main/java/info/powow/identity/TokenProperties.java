package info.powow.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How tokens are made and checked.
///
/// @param issuer who the built-in issuer says it is, and what a token must say too
/// @param issuerUri an OpenID Connect provider that is trusted instead of the built-in accounts: its
///     `iss`, below which `/.well-known/openid-configuration` is found. None by default
/// @param secret the key of the built-in issuer (HMAC-SHA-256), Base64 of at least 32 bytes; the
///     same on every node. `standalone` makes one under its data folder
/// @param lifetime how long an access token of the built-in issuer is good; `powow.sessions.lifetime` says how
///     long somebody stays signed in
/// @param audience for whom tokens are, whoever issues them; a token for somebody else is refused
@ConfigurationProperties("powow.tokens")
public record TokenProperties(
    @Nullable String issuerUri,
    @Nullable String secret,
    @DefaultValue("1h") Duration lifetime,
    @DefaultValue("powow") String issuer,
    @DefaultValue("powow") String audience) {}
