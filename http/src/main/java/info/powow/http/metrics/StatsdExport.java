package info.powow.http.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends metrics to a StatsD server, aggregated over an interval: Micrometer's own registry for
/// StatsD sends a packet for each measurement, which would be several for every message.
///
/// The values of tags are part of the name: `powow.dependency.calls.search.success`. A timer
/// becomes `.count`, `.mean` and `.max`, in milliseconds.
final class StatsdExport extends StepMeterRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(StatsdExport.class);

  /// What fits into one packet of an Ethernet.
  private static final int PACKET = 1_432;

  private final String host;
  private final int port;
  private boolean failing;

  StatsdExport(String address, Duration interval, Clock clock) {
    super(config(interval), clock);
    int colon = address.lastIndexOf(':');
    host = address.substring(0, colon);
    port = Integer.parseInt(address.substring(colon + 1));
  }

  private static StepRegistryConfig config(Duration interval) {
    return new StepRegistryConfig() {
      @Override
      public String prefix() {
        return "powow.statsd";
      }

      @Override
      public @Nullable String get(String key) {
        return null;
      }

      @Override
      public Duration step() {
        return interval;
      }
    };
  }

  void begin() {
    ThreadFactory threads = Executors.defaultThreadFactory();
    start(task -> {
      Thread thread = threads.newThread(task);
      thread.setName("powow-statsd");
      thread.setDaemon(true);
      return thread;
    });
  }

  @Override
  protected TimeUnit getBaseTimeUnit() {
    return TimeUnit.MILLISECONDS;
  }

  @Override
  protected void publish() {
    List<String> lines = new ArrayList<>();
    for (Meter meter : getMeters()) {
      addLines(meter, lines);
    }
    try {
      send(lines);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn("metrics cannot be sent to StatsD at {}:{}: {}", host, port, e.getMessage());
      }
      failing = true;
    }
  }

  private void addLines(Meter meter, List<String> lines) {
    String name = name(meter.getId());
    meter.use(
        gauge -> gauge(name, gauge.value(), lines),
        counter -> count(name, counter.count(), lines),
        timer -> {
          count(name + ".count", timer.count(), lines);
          gauge(name + ".mean", timer.mean(getBaseTimeUnit()), lines);
          gauge(name + ".max", timer.max(getBaseTimeUnit()), lines);
        },
        summary -> {
          count(name + ".count", summary.count(), lines);
          gauge(name + ".mean", summary.mean(), lines);
          gauge(name + ".max", summary.max(), lines);
        },
        running -> gauge(name, running.activeTasks(), lines),
        time -> gauge(name, time.value(getBaseTimeUnit()), lines),
        counter -> count(name, counter.count(), lines),
        timer -> {
          count(name + ".count", timer.count(), lines);
          gauge(name + ".mean", timer.mean(getBaseTimeUnit()), lines);
        },
        other -> other.measure().forEach(each -> gauge(name, each.getValue(), lines)));
  }

  private static String name(Meter.Id id) {
    StringBuilder name = new StringBuilder(id.getName());
    for (Tag tag : id.getTagsAsIterable()) {
      name.append('.').append(tag.getValue().replaceAll("[^A-Za-z0-9_-]+", "_"));
    }
    return name.toString();
  }

  private static void count(String name, double value, List<String> lines) {
    if (value > 0) {
      lines.add(name + ':' + number(value) + "|c");
    }
  }

  private static void gauge(String name, double value, List<String> lines) {
    if (!Double.isFinite(value)) {
      return;
    }
    if (value < 0) {
      // A gauge with a sign is a difference: set to zero first.
      lines.add(name + ":0|g");
    }
    lines.add(name + ':' + number(value) + "|g");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6f", value);
  }

  private void send(List<String> lines) throws IOException {
    // Resolved anew each time: the server may move.
    InetSocketAddress target = new InetSocketAddress(host, port);
    if (target.isUnresolved()) {
      throw new IOException("unknown host");
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      ByteArrayOutputStream packet = new ByteArrayOutputStream(PACKET);
      for (String line : lines) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (packet.size() > 0 && packet.size() + 1 + bytes.length > PACKET) {
          flush(socket, packet, target);
        }
        if (packet.size() > 0) {
          packet.write('\n');
        }
        packet.writeBytes(bytes);
      }
      flush(socket, packet, target);
    }
  }

  private static void flush(
      DatagramSocket socket, ByteArrayOutputStream packet, InetSocketAddress target)
      throws IOException {
    if (packet.size() > 0) {
      socket.send(new DatagramPacket(packet.toByteArray(), packet.size(), target));
      packet.reset();
    }
  }
}
