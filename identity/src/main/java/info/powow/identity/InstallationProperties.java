package info.powow.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// The whole installation, `powow.*`.
///
/// @param secret from which nodes derive keys that never leave them: of cursors, and of the offsets by which people's
///     places are moved; Base64 of at least 32 bytes, the same on every node, for good.
///     `powow.tokens.secret` is used when there is none; `standalone` makes one under its data folder
@ConfigurationProperties("powow")
public record InstallationProperties(@Nullable String secret) {}
