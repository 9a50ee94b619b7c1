package info.powow.query.nearby;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Finding what is near, `powow.nearby.*`.
///
/// @param expires after which time it is not known any more where somebody is
/// @param recent up to which time it is told to be known well
@ConfigurationProperties("powow.nearby")
public record NearbyProperties(
    @DefaultValue("30d") Duration expires, @DefaultValue("24h") Duration recent) {}
