package info.powow.standalone.e2e;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Sends HTTP requests derived from `/openapi.json`.
final class FuzzHttp {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// Only one of many operations takes pictures.
  private static final int PICTURES_PERCENT = 8;

  /// Invalid path segments, parameters and headers; percent-encoded where necessary.
  private static final List<String> ODD =
      List.of(
          "",
          "%20",
          "%00",
          "%0d%0aX:%20y",
          "%ff",
          "%c0%af",
          "%ed%a0%80",
          "%2e%2e",
          "%2f",
          "%5c",
          "..",
          ";a=b",
          "%e2%80%ae",
          "%f0%9f%91%8d",
          "0",
          "-1",
          "1.5",
          "1e400",
          "NaN",
          "0x1F",
          "%2b5",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775808.c000000000000000.a",
          "9223372036854775807.0.a",
          "1.7ff8000000000000.a",
          "1.2.3",
          "...",
          "true",
          "yes",
          "null",
          "-999999999-01-01T00:00:00Z",
          "%2B999999999-12-31T23:59:59Z",
          "0000-01-01T00:00:00Z",
          "1,2,3",
          "1,2,3,",
          ",,,",
          "NaN,NaN,NaN,NaN",
          "0,0,0,0",
          "-180,-90,180,90",
          "a".repeat(65),
          "a".repeat(2_000),
          "%27%22%7b%5b%3c%3e");

  /// Characters that a path must not contain.
  private static final Pattern ENCODED =
      Pattern.compile("(?i)%(?:00|0d|2f|5c|2e|ff|c0|ed)|/\\.\\.|//|;|/$");

  private static final List<String> CONTENT_TYPES =
      List.of(
          "*/*",
          "application/*",
          "text/plain",
          "application/xml",
          "application/json;charset=utf-16",
          "application/json; charset=nonsense",
          "application/problem+json",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "json",
          ";");

  private static final List<String> ACCEPTS =
      List.of("*/*", "text/plain", "image/webp", "application/xml", "nonsense", "a/b;q=x", "");

  private final HttpClient http;
  private final URI server;
  private final JsonNode openApi;
  private final FuzzJson json;
  private final FuzzReport report;
  private final Set<String> codes;
  private final FuzzPictures pictures = new FuzzPictures();
  private final List<Operation> operations = new ArrayList<>();
  private final Map<JsonNode, Schema> compiled = new HashMap<>();

  private record Operation(String method, String path, JsonNode described) {}

  FuzzHttp(HttpClient http, URI server, JsonNode openApi, FuzzJson json, FuzzReport report) {
    this.http = http;
    this.server = server;
    this.openApi = openApi;
    this.json = json;
    this.report = report;
    this.codes = Fuzz.codes(openApi);
    openApi
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue().properties().stream()
                .filter(operation -> !endsTheSession(operation.getKey(), path.getKey()))
                .filter(operation -> !isForm(operation.getKey(), path.getKey()))
                .forEach(operation ->
                    operations.add(
                        new Operation(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            operation.getValue()))));
  }

  /// A client that ends its own session cannot continue.
  private static boolean endsTheSession(String method, String path) {
    return method.equals("delete") && path.startsWith("/api/me/session")
        || method.equals("post") && path.equals("/api/me/erasure");
  }

  /// The buttons of the pages that links in mail open.
  private static boolean isForm(String method, String path) {
    return method.equals("post") && path.startsWith("/api/mail/") && path.endsWith("/{token}");
  }

  void ask(Person person, RandomGenerator random) throws IOException, InterruptedException {
    Operation operation =
        FuzzJson.chance(PICTURES_PERCENT, random) ? uploading() : FuzzJson.pick(operations, random);
    boolean right = FuzzJson.chance(40, random);
    // What to make invalid.
    int wrong = right ? -1 : random.nextInt(10);
    JsonNode content = operation.described().path("requestBody").path("content");
    boolean hasJson = content.has("application/json");
    boolean bodyIsWrong = wrong >= 3 && hasJson;
    StringBuilder target = new StringBuilder(path(operation, wrong == 0, random));
    List<String> query = new ArrayList<>();
    Map<String, String> headers = new HashMap<>();
    headers.put("authorization", "Bearer " + person.token());
    for (JsonNode parameter : operation.described().path("parameters")) {
      parameter(
          operation, parameter, wrong == 1 || (wrong >= 3 && !hasJson), random, query, headers);
    }
    byte[] body = null;
    if (hasJson) {
      JsonNode schema = content.path("application/json").path("schema");
      JsonNode valid = json.valid(schema, "body", random);
      if (operation.path().equals("/api/people")) {
        ((ObjectNode) valid).put("handle", handle(random)).put("password", "a long password");
      }
      body = bodyIsWrong ? json.mutated(valid, random) : JSON.writeValueAsBytes(valid);
      headers.put("content-type", "application/json");
    } else if (!content.isMissingNode()) {
      right = false;
      if (FuzzJson.chance(90, random)) {
        upload(operation, headers, random);
        return;
      }
      body = "no form".getBytes(StandardCharsets.UTF_8);
      headers.put("content-type", "multipart/form-data; boundary=x");
    }
    if (wrong == 2) {
      header(headers, random);
    }
    if (!query.isEmpty()) {
      target.append('?').append(String.join("&", query));
    }
    send(operation, right, target.toString(), headers, body);
  }

  private Operation uploading() {
    return operations.stream()
        .filter(operation ->
            operation.method().equals("POST") && operation.path().equals("/api/images"))
        .findFirst()
        .orElseThrow();
  }

  /// Uploads a picture, and reads it if it was accepted.
  private void upload(Operation operation, Map<String, String> headers, RandomGenerator random)
      throws InterruptedException {
    FuzzPictures.Upload upload = pictures.next(random);
    headers.put("content-type", upload.contentType());
    headers.put("Idempotency-Key", UUID.randomUUID().toString());
    String asked = operation.path() + " " + upload.description();
    try {
      HttpResponse<byte[]> response =
          answered(
              HttpRequest.newBuilder(URI.create(server + operation.path()))
                  .timeout(TIMEOUT)
                  .headers(flat(headers))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(upload.form()))
                  .build());
      report.answered("HTTP " + response.statusCode());
      check(operation, false, response, asked);
      if (upload.valid() && response.statusCode() == 400) {
        report.found("POST " + operation.path() + ": a whole picture is refused", asked);
      }
      if (response.statusCode() == 201) {
        look(read(response.body()).path("imageId").asString(), headers, asked, random);
      }
    } catch (IOException e) {
      report.found("POST " + operation.path() + ": no answer: " + e.getClass().getName(), asked);
    }
  }

  private void look(String image, Map<String, String> headers, String asked, RandomGenerator random)
      throws IOException, InterruptedException {
    String form =
        "width=%d&quality=%s&format=%s"
            .formatted(
                random.nextInt(1, 5_000),
                FuzzJson.pick(List.of("low", "medium", "high"), random),
                FuzzJson.pick(List.of("webp", "jpeg", "png", "gif"), random));
    HttpResponse<byte[]> response =
        answered(
            HttpRequest.newBuilder(URI.create(server + "/api/images/" + image + "?" + form))
                .timeout(TIMEOUT)
                .header("authorization", String.valueOf(headers.get("authorization")))
                .build());
    report.answered("HTTP " + response.statusCode());
    if (response.statusCode() >= 400 && response.statusCode() != 503 && !form.endsWith("gif")) {
      report.found(
          "GET /api/images/{id}: a picture that was taken is not shown: " + response.statusCode(),
          asked + " -> " + form);
    }
  }

  private static String[] flat(Map<String, String> headers) {
    List<String> flat = new ArrayList<>();
    headers.forEach((name, value) -> flat.addAll(List.of(name, value)));
    return flat.toArray(String[]::new);
  }

  private static String handle(RandomGenerator random) {
    return "h" + Long.toUnsignedString(random.nextLong(), 36) + "x";
  }

  private String path(Operation operation, boolean odd, RandomGenerator random) {
    String path = operation.path();
    String[] parts = path.split("/", -1);
    List<Integer> variables = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].startsWith("{")) {
        variables.add(i);
      }
    }
    int strange = odd && !variables.isEmpty() ? FuzzJson.pick(variables, random) : -1;
    for (int i : variables) {
      String name = parts[i].substring(1, parts[i].length() - 1);
      String kind = name.equals("id") ? parts[i - 1] : name;
      parts[i] = i == strange ? FuzzJson.pick(ODD, random) : encoded(value(kind, random));
    }
    return String.join("/", parts);
  }

  private String value(String kind, RandomGenerator random) {
    return json.valid(JSON.readTree("{\"type\":\"string\",\"maxLength\":20}"), kind, random)
        .asString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void parameter(
      Operation operation,
      JsonNode parameter,
      boolean odd,
      RandomGenerator random,
      List<String> query,
      Map<String, String> headers) {
    String name = parameter.path("name").asString();
    boolean required = parameter.path("required").asBoolean(false);
    switch (parameter.path("in").asString()) {
      case "header" -> {
        if (odd && FuzzJson.chance(50, random)) {
          if (FuzzJson.chance(50, random)) {
            headers.put(name, FuzzJson.pick(List.of(" ", "a b", "k".repeat(129), "a,b"), random));
          }
        } else {
          headers.put(name, UUID.randomUUID().toString());
        }
      }
      case "query" -> {
        boolean strange = odd && FuzzJson.chance(50, random);
        if (strange && required && FuzzJson.chance(30, random)) {
          return;
        }
        if (strange) {
          query.add(name + "=" + FuzzJson.pick(ODD, random));
          if (FuzzJson.chance(10, random)) {
            query.add(name + "=" + FuzzJson.pick(ODD, random));
          }
        } else if (required || isAsked(operation, name, query, random)) {
          String key =
              name.equals("before") && operation.path().equals("/api/search") ? "before?" : name;
          JsonNode value = json.valid(parameter.path("schema"), key, random);
          query.add(name + "=" + encoded(asText(value)));
        }
      }
      default -> {}
    }
  }

  /// Constraints that OpenAPI cannot express: parameters that exclude or need each other.
  private boolean isAsked(
      Operation operation, String name, List<String> query, RandomGenerator random) {
    return switch (name) {
      case "lat", "lon" -> true;
      case "cursor", "bbox" -> false;
      case "handle" -> operation.path().equals("/api/people") && random.nextBoolean();
      case "ids" -> query.isEmpty();
      case "before", "after" -> query.isEmpty() && FuzzJson.chance(40, random);
      default -> FuzzJson.chance(40, random);
    };
  }

  private static String asText(JsonNode value) {
    if (!value.isArray()) {
      return value.asString();
    }
    List<String> items = new ArrayList<>();
    value.forEach(item -> items.add(item.asString()));
    return String.join(",", items);
  }

  private static void header(Map<String, String> headers, RandomGenerator random) {
    switch (random.nextInt(7)) {
      case 0 -> headers.put("content-type", FuzzJson.pick(CONTENT_TYPES, random));
      case 1 -> headers.remove("content-type");
      case 2 -> headers.put("accept", FuzzJson.pick(ACCEPTS, random));
      case 3 -> headers.remove("authorization");
      case 4 ->
          headers.put(
              "authorization",
              FuzzJson.pick(
                  List.of("Bearer ", "Bearer x", "Basic eDp5", "Bearer a.b.c", "b"), random));
      case 5 -> headers.put("range", FuzzJson.pick(List.of("bytes=", "bytes=5-1", "x"), random));
      default -> {
        headers.put("if-none-match", "\"");
        headers.put("sec-ch-dpr", FuzzJson.pick(List.of("NaN", "-1", "1e400", ""), random));
        headers.put("accept-language", "x-;;q");
      }
    }
  }

  private void send(
      Operation operation,
      boolean right,
      String target,
      Map<String, String> headers,
      byte @Nullable [] body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + target)).timeout(TIMEOUT);
    headers.forEach(request::header);
    request.method(
        operation.method(),
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
    String asked =
        operation.method()
            + " "
            + target
            + " "
            + without(headers)
            + (body == null ? "" : " " + new String(body, StandardCharsets.UTF_8));
    try {
      HttpResponse<byte[]> response = answered(request.build());
      report.answered("HTTP " + response.statusCode());
      check(operation, right, response, asked);
    } catch (IOException e) {
      report.found(
          operation.method() + " " + operation.path() + ": no answer: " + e.getClass().getName(),
          asked);
    }
  }

  /// A kept-alive connection may have been closed meanwhile: retry once.
  private HttpResponse<byte[]> answered(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException _) {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static Map<String, String> without(Map<String, String> headers) {
    Map<String, String> shown = new HashMap<>(headers);
    shown.computeIfPresent("authorization", (_, value) -> value.length() > 40 ? "a token" : value);
    return shown;
  }

  private void check(
      Operation operation, boolean right, HttpResponse<byte[]> response, String asked) {
    int status = response.statusCode();
    String what = operation.method() + " " + operation.path() + ": ";
    if (status < 400) {
      conforms(operation, response, what, asked);
      return;
    }
    String type = response.headers().firstValue("content-type").orElse("");
    if (status < 500 && ENCODED.matcher(response.uri().getRawPath()).find()) {
      // Refused by the server itself, before our code.
      return;
    }
    if (status == 500 && response.body().length == 0) {
      // A known, rare race: BodyHandler writes an error to a channel that is already completed.
      return;
    }
    if (!type.startsWith("application/problem+json")) {
      report.found(what + status + " is not problem+json but '" + type + "'", asked);
      return;
    }
    JsonNode problem = read(response.body());
    String code = problem.path("code").asString("");
    if (!codes.contains(code)) {
      report.found(what + status + " with no documented code", asked);
    }
    if (status >= 500 && status != 503) {
      report.found(what + status + " " + code, asked);
    }
    if (problem.path("status").asInt(0) != status) {
      report.found(what + status + " says another status in its body", asked);
    }
    if (code.equals("invalid_request") && lacksField(problem)) {
      report.found(what + "invalid_request without field, expected or received", asked);
    }
    if (right && code.equals("invalid_request")) {
      report.found(
          what + "fits the schema and is refused: " + problem.path("detail").asString(), asked);
    }
  }

  static boolean lacksField(JsonNode refusal) {
    return refusal.path("field").asString("").isBlank()
        || refusal.path("expected").asString("").isBlank()
        || refusal.path("received").asString("").isBlank();
  }

  private void conforms(
      Operation operation, HttpResponse<byte[]> response, String what, String asked) {
    JsonNode content =
        operation
            .described()
            .path("responses")
            .path(String.valueOf(response.statusCode()))
            .path("content");
    JsonNode schema = content.path("application/json").path("schema");
    String type = response.headers().firstValue("content-type").orElse("");
    if (schema.isMissingNode() || !type.startsWith("application/json")) {
      return;
    }
    JsonNode answer = read(response.body());
    if (answer.isMissingNode()) {
      report.found(what + "an answer that is no JSON", asked);
      return;
    }
    compiled
        .computeIfAbsent(schema, this::compile)
        .validate(answer)
        .forEach(error ->
            report.found(
                what
                    + "an answer that does not fit its schema: "
                    + error.getInstanceLocation()
                    + " "
                    + error.getKeyword(),
                asked + " -> " + new String(response.body(), StandardCharsets.UTF_8)));
  }

  private Schema compile(JsonNode schema) {
    ObjectNode whole = JSON.createObjectNode();
    whole.set("components", openApi.path("components"));
    whole.putArray("allOf").add(schema);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole.toString());
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException _) {
      return JSON.missingNode();
    }
  }
}
