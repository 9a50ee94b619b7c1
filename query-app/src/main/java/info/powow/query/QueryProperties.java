package info.powow.query;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/// Answering from the views, `powow.query.*`.
///
/// @param timeout how long a query waits for the views to have what the log had when it
///     came; then it is answered with what there is, and says so
/// @param smallGroup members a group may have for them to see when each other was last there
/// @param readersShown members a group may have for messages to tell who has read them
@ConfigurationProperties("powow.query")
public record QueryProperties(
    @Name("wait") @DefaultValue("2s") Duration timeout,
    @DefaultValue("50") int smallGroup,
    @DefaultValue("100") int readersShown) {}
