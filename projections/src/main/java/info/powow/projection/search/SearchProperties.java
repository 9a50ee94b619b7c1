package info.powow.projection.search;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Search in Elasticsearch, `powow.search.*`.
///
/// @param uris where Elasticsearch is (`http://…`, separated by commas); where there are none, `standalone`
///     runs a node of its own
/// @param username who asks the Elasticsearch that `uris` names, where it answers not everybody
/// @param password the password of `username`
/// @param timeout how long somebody who searches waits for an answer
/// @param flushDelay how long a message may wait to be written to the index with others
@ConfigurationProperties("powow.search")
public record SearchProperties(
    @DefaultValue List<URI> uris,
    @DefaultValue("powow") String username,
    @Nullable String password,
    @DefaultValue("2s") Duration timeout,
    @DefaultValue("500ms") Duration flushDelay) {

  @Nullable SearchCredentials credentials() {
    return password == null ? null : new SearchCredentials(username, password);
  }

  /// Omits the password, which must not appear in logs.
  @Override
  public String toString() {
    return "SearchProperties[uris=%s, timeout=%s, flushDelay=%s]"
        .formatted(uris, timeout, flushDelay);
  }
}
