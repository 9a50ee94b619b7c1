package info.powow.standalone.demo;

import info.powow.client.Refused;
import info.powow.client.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The surroundings of the demo: its people live in the towns around Athens. Each town has a town
/// hall, some have a pharmacy that is open at night, and there are gatherings at the weekend. The
/// towns are real, from GeoNames (see the file); everything in them is invented.
final class Athens {
  private static final Logger LOG = LoggerFactory.getLogger(Athens.class);
  private static final String FILE = "towns.tsv";
  private static final ZoneId ZONE = ZoneId.of("Europe/Athens");
  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(2);
  private static final List<String> WORKDAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday");

  private record Town(String name, double lat, double lon) {
    Map<String, Object> place() {
      return Map.of("lat", lat, "lon", lon, "label", name);
    }

    String slug() {
      return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "-");
    }
  }

  private final Clock clock;
  private final List<Town> towns = towns();

  Athens(Clock clock) {
    this.clock = clock;
  }

  private static List<Town> towns() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Athens.class.getResourceAsStream(FILE), FILE),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .map(row -> new Town(row[0], Double.parseDouble(row[2]), Double.parseDouble(row[3])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reports everybody's place, and publishes services and gatherings. Idempotent, because the keys
  /// are fixed.
  ///
  /// @param duke the speaker of the services
  /// @param carpenter the host of the rehearsals
  void settle(Collection<Actor> people, Actor duke, Actor carpenter) throws InterruptedException {
    int number = 0;
    for (Actor actor : people) {
      Town home = towns.get(number++ % towns.size());
      actor.command("/app/place", Map.of("lat", home.lat(), "lon", home.lon()));
      ask(
          actor,
          session ->
              session.patch(
                  "/api/me", Map.of("discoverable", "everyone", "interests", List.of("theatre"))));
    }
    for (int i = 0; i < towns.size(); i++) {
      Town town = towns.get(i);
      publish(
          duke,
          "Town hall of " + town.name(),
          "town hall",
          town,
          Map.of("dayOfWeek", WORKDAYS, "opens", "08:00", "closes", "16:00"));
      if (i % 3 == 0) {
        publish(
            duke,
            "Night pharmacy of " + town.name(),
            "pharmacy",
            town,
            Map.of("dayOfWeek", everyDay(), "opens", "20:00", "closes", "08:00"));
      }
    }
    LocalDate saturday =
        LocalDate.ofInstant(clock.instant(), ZONE)
            .with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY));
    invite(carpenter, "Rehearsal in the wood", towns.getLast(), saturday);
    invite(duke, "Pyramus and Thisbe", towns.getFirst(), saturday.plusDays(1));
    LOG.info("The demo has settled in {} towns around Athens", towns.size());
  }

  private static List<String> everyDay() {
    return List.of(DayOfWeek.values()).stream()
        .map(day -> day.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private void publish(
      Actor speaker, String name, String category, Town town, Map<String, Object> week)
      throws InterruptedException {
    Map<String, Object> service = new LinkedHashMap<>();
    service.put("name", name);
    service.put("text", "Made up for the demo.");
    service.put("category", category);
    service.put("place", town.place());
    service.put("hours", Map.of("zone", ZONE.getId(), "weekly", List.of(week)));
    String key = category.replace(' ', '-') + "-" + town.slug();
    ask(speaker, session -> session.post("/api/services", key, service));
  }

  private void invite(Actor host, String title, Town town, LocalDate day)
      throws InterruptedException {
    Map<String, Object> gathering = new LinkedHashMap<>();
    gathering.put("title", title);
    gathering.put("category", "theatre");
    gathering.put("place", town.place());
    gathering.put("start", at(day, LocalTime.of(18, 0)));
    gathering.put("end", at(day, LocalTime.of(22, 0)));
    gathering.put("zone", ZONE.getId());
    gathering.put("capacity", 100);
    gathering.put("conversation", true);
    String key = title.replace(' ', '-') + "-" + day;
    ask(host, session -> session.post("/api/gatherings", key, gathering));
  }

  private static String at(LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(ZONE).toInstant().toString();
  }

  /// Retries a call until the server is reachable. Refused items are left out of the demo.
  private static void ask(Actor by, Call call) throws InterruptedException {
    while (true) {
      try {
        call.of(by.session());
        return;
      } catch (IOException e) {
        LOG.debug("{} tries again", by.handle(), e);
      } catch (Refused e) {
        LOG.warn("The demo goes on without something: {}", e.code());
        return;
      }
      Thread.sleep(TRY_AGAIN_AFTER);
    }
  }

  private interface Call {
    void of(Session session) throws IOException, InterruptedException;
  }
}
