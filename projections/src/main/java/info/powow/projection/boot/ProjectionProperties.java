package info.powow.projection.boot;

import info.powow.projector.ProjectorOptions;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How the views follow the log, `powow.projection.*`.
///
/// @param segments threads that share the work of following the log
/// @param flushDelay how long a change may wait to be written with others, if nobody waits for it
/// @param memory memory for documents that are cached to avoid reading them again, in total
/// @param catchUpFirst whether the server accepts requests only after the views have caught up with
///     the log; if the store of the views is unavailable, it accepts them anyway
@ConfigurationProperties("powow.projection")
record ProjectionProperties(
    @DefaultValue("2") int segments,
    @DefaultValue("1s") Duration flushDelay,
    @DefaultValue("64MB") DataSize memory,
    @DefaultValue("true") boolean catchUpFirst) {

  ProjectorOptions options() {
    return ProjectorOptions.DEFAULT.withSegments(segments).withDelay(flushDelay);
  }
}
