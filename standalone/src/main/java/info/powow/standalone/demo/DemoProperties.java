package info.powow.standalone.demo;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The demo: whether the play is performed, and how.
///
/// @param enabled whether the play of the demo is performed
/// @param pace how fast the play is: 1 as people write, 2 twice as fast
/// @param seed decides who reacts, edits and rests when; the same seed, the same performance
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
