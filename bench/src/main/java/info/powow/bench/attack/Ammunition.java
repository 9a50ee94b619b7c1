package info.powow.bench.attack;

import info.powow.bench.people.BenchAccounts;
import info.powow.bench.people.BenchPerson;
import info.powow.bench.people.Concurrently;
import info.powow.bench.people.ProgressLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What attackers prepare: accounts, large messages, and a person in many groups.
///
/// @param people signed-in attackers
/// @param large a conversation of the first attacker, full of large messages
/// @param grouped a person whom others have added to groups
record Ammunition(List<BenchPerson> people, String large, BenchPerson grouped) {
  private static final int PEOPLE = 20;
  private static final int LARGE_MESSAGES = 500;
  private static final int LARGE = 65_000;

  /// Fewer than one person may create in an hour.
  private static final int GROUPS_OF_ONE = 190;

  private static final int WIDTH = 8;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  BenchPerson person(int number) {
    return people.get(number % people.size());
  }

  /// @param groups the number of groups
  static Ammunition prepare(URI server, int groups, ProgressLine progress)
      throws IOException, InterruptedException {
    String run = Long.toString(System.nanoTime() & 0xffff_ffffL, 36) + "a";
    int creators = Math.ceilDiv(groups, GROUPS_OF_ONE);
    List<BenchPerson> people =
        new BenchAccounts(server, run, progress).signUp(PEOPLE + creators + 1);
    BenchPerson grouped = people.getLast();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      BenchPerson writer = people.getFirst();
      String large = createGroup(http, server, writer, List.of());
      Concurrently.map(
          "Large messages",
          numbers(LARGE_MESSAGES),
          WIDTH,
          progress,
          _ ->
              post(
                  http,
                  server.resolve("/api/conversations/" + large + "/messages"),
                  writer,
                  "{\"text\":\"" + "x".repeat(LARGE) + "\"}"));
      Concurrently.map(
          "Groups nobody asked for",
          numbers(groups),
          WIDTH,
          progress,
          number ->
              createGroup(
                  http, server, people.get(PEOPLE + number / GROUPS_OF_ONE), List.of(grouped)));
      return new Ammunition(people.subList(0, PEOPLE), large, grouped);
    }
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static String createGroup(
      HttpClient http, URI server, BenchPerson creator, List<BenchPerson> members)
      throws IOException, InterruptedException {
    List<String> ids = members.stream().map(member -> '"' + member.id() + '"').toList();
    return post(
            http,
            server.resolve("/api/groups"),
            creator,
            "{\"name\":\"A needle\",\"members\":[" + String.join(",", ids) + "]}")
        .required("conversationId")
        .asString();
  }

  private static JsonNode post(HttpClient http, URI uri, BenchPerson person, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("authorization", "Bearer " + person.token())
                .header("content-type", "application/json")
                .header("idempotency-key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          uri.getPath() + " answered " + response.statusCode() + " " + response.body());
    }
    return JsonMapper.shared().readTree(response.body());
  }
}
