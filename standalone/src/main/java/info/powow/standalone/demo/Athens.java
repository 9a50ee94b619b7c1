package info.powow.standalone.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import tools.jackson.databind.json.JsonMapper;

/// Where the play plays: the people live in the towns around Athens, each of which has a town hall
/// and some a pharmacy that is open at night, and meet at the weekend. The towns are real, from
/// GeoNames (the file tells more); what is in them is made up.
final class Athens {
  private static final Logger LOG = LoggerFactory.getLogger(Athens.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FILE = "towns.tsv";
  private static final ZoneId ZONE = ZoneId.of("Europe/Athens");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(2);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
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

  private final HttpClient http;
  private final URI server;
  private final Clock clock;
  private final List<Town> towns = towns();

  Athens(HttpClient http, URI server, Clock clock) {
    this.http = http;
    this.server = server;
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

  /// Everybody says where they are, and what there is is published. Done again, it is the same: the
  /// keys are.
  ///
  /// @param duke who speaks for the services
  /// @param carpenter who invites to the rehearsals
  void settle(Collection<Actor> people, Actor duke, Actor carpenter) throws InterruptedException {
    int number = 0;
    for (Actor actor : people) {
      Town home = towns.get(number++ % towns.size());
      actor.command("/app/place", Map.of("lat", home.lat(), "lon", home.lon()));
      ask(
          actor,
          "PATCH",
          "/api/me",
          "",
          Map.of("discoverable", "everyone", "interests", List.of("theatre")));
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
    ask(speaker, "POST", "/api/services", category.replace(' ', '-') + "-" + town.slug(), service);
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
    ask(host, "POST", "/api/gatherings", title.replace(' ', '-') + "-" + day, gathering);
  }

  private static String at(LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(ZONE).toInstant().toString();
  }

  private void ask(Actor by, String method, String path, String key, Object body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(TIMEOUT)
            .header("authorization", "Bearer " + by.token())
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (!key.isEmpty()) {
      request.header("idempotency-key", key);
    }
    while (true) {
      try {
        HttpResponse<String> answer =
            http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status != TOO_MANY_REQUESTS && status != UNAVAILABLE) {
          if (status >= 400) {
            LOG.warn("{} is answered with {}", path, status);
          }
          return;
        }
      } catch (IOException e) {
        LOG.debug("{} is asked again", path, e);
      }
      Thread.sleep(TRY_AGAIN_AFTER);
    }
  }
}
