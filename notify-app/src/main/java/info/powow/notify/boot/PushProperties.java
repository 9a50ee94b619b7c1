package info.powow.notify.boot;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How people who are away are notified.
///
/// @param folder where what is still to be told is kept, by one process; `powow.data` has it otherwise.
///     Without it, it is in MongoDB, and several processes may notify
/// @param keyGeneration raise it to use a new key towards push services: devices subscribe anew when
///     they come, and are reached with the old key until then
/// @param subject how the operators of push services reach those of this server: a `mailto:` or
///     `https:` address
/// @param concurrency requests that may be under way to one push service, 1 to 1,000
/// @param timeout of a request to a push service
/// @param allowedOrigins push services that may be in a network that is not public, such as
///     `http://127.0.0.1:9000`; for development only
@ConfigurationProperties("powow.push")
public record PushProperties(
    @Nullable String folder,
    @DefaultValue("1") int keyGeneration,
    @DefaultValue("https://powow.invalid/") String subject,
    @DefaultValue("16") int concurrency,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue List<String> allowedOrigins) {
  public PushProperties {
    if (keyGeneration < 1 || keyGeneration > 100) {
      throw new IllegalArgumentException("powow.push.key-generation lies between 1 and 100");
    }
    if (concurrency < 1 || concurrency > 1_000) {
      throw new IllegalArgumentException("powow.push.concurrency lies between 1 and 1,000");
    }
  }
}
