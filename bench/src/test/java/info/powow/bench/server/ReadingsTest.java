package info.powow.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  @Test
  void cpuTimeIsReadAlsoWhereTheNameOfAProcessLooksLikeFields() {
    String stat = "4711 (a) R (b) S 1 4711 4711 0 -1 4194560 9 8 7 6 1234 56 3 4 20 0 31 0 99 1 2";
    assertThat(ProcessReading.cpuMillis(stat)).isEqualTo(12_900);
  }

  @Test
  void residentMemoryIsReadFromTheStatus() {
    List<String> status = List.of("Name:\tjava", "VmPeak:\t  900 kB", "VmRSS:\t  123456 kB");
    assertThat(ProcessReading.residentKb(status)).isEqualTo(123_456);
  }

  @Test
  void collectionsAndTheHeapAreReadFromTheCountersOfTheJvm() {
    JavaReading reading =
        JavaReading.parse(
            """
            4711:
            java.ci.totalTime=1234
            sun.gc.collector.0.invocations=10
            sun.gc.collector.0.name="G1 young collection pauses"
            sun.gc.collector.0.time=25000000
            sun.gc.collector.1.invocations=2
            sun.gc.collector.1.time=5000000
            sun.gc.generation.0.space.0.used=1048576
            sun.gc.generation.1.space.0.used=2097152
            sun.gc.metaspace.used=999999
            sun.os.hrt.frequency=1000000000
            """);
    assertThat(reading).isEqualTo(new JavaReading(12, 30.0, 3072));
  }
}
