package info.powow.standalone.demo;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The demo.
///
/// @param enabled runs the demo
/// @param pace the speed: 1 is that at which people type, 2 is twice as fast
/// @param seed seeds the random choice of who reacts, edits and pauses; the same seed gives the
///     same performance
@ConfigurationProperties("powow.demo")
record DemoProperties(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("1") double pace,
    @DefaultValue("1") long seed) {
  DemoProperties {
    if (!(pace > 0 && pace <= 1_000_000)) {
      throw new IllegalArgumentException("powow.demo.pace must be greater than 0");
    }
  }
}
