package info.powow.query.nearby;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Finding what is nearby, `powow.nearby.*`.
///
/// @param expires after which time a person's place is no longer disclosed
/// @param recent up to which age a place counts as recent
@ConfigurationProperties("powow.nearby")
public record NearbyProperties(
    @DefaultValue("30d") Duration expires, @DefaultValue("24h") Duration recent) {}
