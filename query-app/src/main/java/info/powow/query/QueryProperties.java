package info.powow.query;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Answering from the views, `powow.query.*`.
///
/// @param freshnessTimeout how long a query waits for the views to catch up with the log; if they
///     are still behind then, the answer reports it
/// @param smallGroup the maximum size of a group whose members see each other's `lastSeen`
/// @param readMarkerMembers the maximum size of a group whose messages report who has read them
@ConfigurationProperties("powow.query")
public record QueryProperties(
    @DefaultValue("2s") Duration freshnessTimeout,
    @DefaultValue("50") int smallGroup,
    @DefaultValue("100") int readMarkerMembers) {}
