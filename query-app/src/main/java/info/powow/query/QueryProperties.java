package info.powow.query;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Answering from the views, `powow.query.*`.
///
/// @param freshnessTimeout how long a query waits for the views to have what the log had when it
///     came; then it is answered with what there is, and says so
/// @param smallGroup members a group may have for them to see when each other was last there
/// @param readMarkerMembers members a group may have for messages to tell who has read them
@ConfigurationProperties("powow.query")
public record QueryProperties(
    @DefaultValue("2s") Duration freshnessTimeout,
    @DefaultValue("50") int smallGroup,
    @DefaultValue("100") int readMarkerMembers) {}
