package info.powow.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// The whole installation, `powow.*`.
///
/// @param secret the secret from which nodes derive internal keys: those of cursors and of the
///     offsets of people's places; Base64 of at least 32 bytes, the same on every node, and never
///     changed. If absent, `powow.tokens.secret` is used; `standalone` creates one in its key
///     folder
@ConfigurationProperties("powow")
public record InstallationProperties(@Nullable String secret) {}
