package info.powow.bench.attack;

import info.powow.bench.people.ProgressLine;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// A separate process that attacks, so that it does not disturb the measurement.
///
/// It prepares, prints `ready`, and reads commands: `SECONDS ATTACK…` runs these attacks at the
/// same time, and is answered by a line of JSON with the number of answers by kind. It ends when
/// its input ends. Only for test servers on this machine.
public final class Attackers {
  static final String READY = "ready";

  private Attackers() {}

  /// @param arguments the server's URL, and the number of groups of the grouped person
  public static void main(String[] arguments) throws Exception {
    URI url = URI.create(arguments[0]);
    InetAddress address = InetAddress.getByName(url.getHost());
    if (!address.isLoopbackAddress()) {
      throw new IllegalArgumentException(url + " is not on this machine");
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Ammunition ammunition =
        Ammunition.prepare(url, Integer.parseInt(arguments[1]), new ProgressLine(System.err));
    out.println(READY);
    InetSocketAddress server = new InetSocketAddress(address, url.getPort());
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(JsonMapper.shared().writeValueAsString(attack(line, server, ammunition)));
      }
    }
  }

  private static Map<String, Map<String, Long>> attack(
      String command, InetSocketAddress server, Ammunition ammunition) throws InterruptedException {
    String[] words = command.split(" ");
    Map<Attack, Field> fields = new TreeMap<>();
    for (String label : List.of(words).subList(1, words.length)) {
      fields.put(Attack.labelled(label).orElseThrow(), new Field(server, ammunition));
    }
    fields.forEach(Attack::begin);
    Thread.sleep(Duration.ofSeconds(Long.parseLong(words[0])));
    Map<String, Map<String, Long>> outcomes = new TreeMap<>();
    for (Map.Entry<Attack, Field> field : fields.entrySet()) {
      outcomes.put(field.getKey().label(), field.getValue().end());
    }
    return outcomes;
  }
}
