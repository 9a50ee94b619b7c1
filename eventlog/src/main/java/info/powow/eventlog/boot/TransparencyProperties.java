package info.powow.eventlog.boot;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/// The transparency log of the embedded event log, `powow.tlog.*`.
///
/// @param enabled whether all events are hashed into a tree whose root is signed
/// @param folder where the tiles are; `tlog` in the data folder by default. They can be made anew from
///     the event log, but the newest checkpoint cannot
/// @param origin the name of the log in checkpoints, such as `chat.example.org`; the epoch of the event
///     log is added to it
/// @param open whether everybody may read `/tlog/…`; otherwise it is answered with 404
/// @param interval the time between two checkpoints, if something was appended
/// @param rebuild whether to make all tiles anew at start, which compares the whole event log with the
///     newest checkpoint
@ConfigurationProperties("powow.tlog")
public record TransparencyProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable Path folder,
    @DefaultValue("powow") String origin,
    @Name("public") @DefaultValue("false") boolean open,
    @DefaultValue("1s") Duration interval,
    @DefaultValue("false") boolean rebuild) {

  public TransparencyProperties {
    if (!origin.matches("[A-Za-z0-9./_-]{1,200}")) {
      throw new IllegalArgumentException(
          "powow.tlog.origin has 1 to 200 letters, digits, full stops, slashes, underscores and"
              + " hyphens");
    }
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("powow.tlog.interval is at least 1ms");
    }
  }

  /// @param log the folder of the event log
  Path folder(Path log) {
    return folder == null
        ? log.toAbsolutePath().normalize().resolveSibling("tlog")
        : folder.toAbsolutePath().normalize();
  }
}
