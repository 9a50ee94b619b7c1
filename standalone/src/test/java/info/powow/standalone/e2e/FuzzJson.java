package info.powow.standalone.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Generates JSON from a schema: valid, and almost valid.
final class FuzzJson {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int OPTIONAL_PERCENT = 60;

  /// A marker in many texts and nowhere else, so that leaks of texts can be detected.
  static final String WHISPER = "zqwhisperqz";

  private static final int HUGE_PERCENT = 2;
  private static final int HUGE = 60_000;

  /// Raw JSON that is invalid almost everywhere.
  private static final List<String> NASTY =
      List.of(
          "null",
          "true",
          "0",
          "-0",
          "-1",
          "1.5",
          "1.0",
          "1e2",
          "1e400",
          "-1e400",
          "9223372036854775807",
          "9223372036854775808",
          "2147483648",
          "1" + "0".repeat(400),
          "NaN",
          "Infinity",
          "0x10",
          "01",
          "+1",
          "\"\"",
          "\" \"",
          "\"5\"",
          "\"0\"",
          "\"true\"",
          "\"\\u0000\"",
          "\"\\u0007bell\"",
          "\"\u0001\"",
          "\"\\ud800\"",
          "\"x\\udc00\"",
          "\"\\udc00\\ud800\"",
          "\"\\uffff\"",
          "\"\\ufdd0\"",
          "\"\\u202etxt\"",
          "\"\\u2028\"",
          "\"\\u200b\\u200d\\ufe0f\"",
          "\"e\\u0301\\u0301\\u0301\\u0301\"",
          "\"\\u0130\\u0131\\ufb03\\u1e9e\"",
          "\"👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿\"",
          "\"../../etc/passwd\"",
          "\"$where\"",
          "\"%00%2f\"",
          "\"a\\nb\\r\\nc:d\"",
          "\"" + "x".repeat(5_000) + "\"",
          "\"" + "é".repeat(300) + "\"",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"-999999999-01-01T00:00:00Z\"",
          "\"2026-02-30T25:61:61Z\"",
          "\"2026-12-24T18:00:00+99:99\"",
          "\"0000-01-01T00:00:00Z\"",
          "\"9999-12-31T23:59:59.999999999Z\"",
          "\"24:00\"",
          "\"+999999999-01-01\"",
          "\"UTC+18:00\"",
          "\"GMT+2:61\"",
          "[]",
          "{}",
          "[null]",
          "[[]]",
          "[{}]",
          "[1,\"a\"]",
          "{\"a\":1,\"a\":2}",
          "{\"value\":\"x\"}",
          "[".repeat(200) + "]".repeat(200),
          "{\"a\":".repeat(200) + "1" + "}".repeat(200),
          "'x'",
          "undefined",
          "/* */1",
          "");

  private final JsonNode document;
  private final Known known;

  /// Known ids, so that requests get further than `not found`.
  ///
  /// @param names values for fields and parameters by name
  record Known(Map<String, List<String>> names) {
    @Nullable String any(String name, RandomGenerator random) {
      List<String> values = names.get(name);
      return values == null || values.isEmpty() ? null : pick(values, random);
    }
  }

  FuzzJson(JsonNode document, Known known) {
    this.document = document;
    this.known = known;
  }

  static <T> T pick(List<T> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }

  static boolean chance(int percent, RandomGenerator random) {
    return random.nextInt(100) < percent;
  }

  JsonNode resolve(JsonNode schema) {
    JsonNode resolved = schema;
    for (int depth = 0; depth < 16 && resolved.has("$ref"); depth++) {
      resolved = document.at(resolved.path("$ref").asString().substring(1));
    }
    return resolved;
  }

  /// A valid value.
  ///
  /// @param name of the field or parameter
  JsonNode valid(JsonNode given, String name, RandomGenerator random) {
    JsonNode schema = resolve(given);
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.has("enum")) {
      return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
    }
    return switch (type(schema)) {
      case "object" -> object(schema, random);
      case "array" -> array(schema, name, random);
      case "boolean" -> JSON.valueToTree(random.nextBoolean());
      case "integer" -> JSON.valueToTree(integer(schema, name, random));
      case "number" -> JSON.valueToTree(number(schema, random));
      default -> JSON.valueToTree(string(schema, name, random));
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.get(0).asString() : type.asString("string");
  }

  private ObjectNode object(JsonNode schema, RandomGenerator random) {
    ObjectNode object = JSON.createObjectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asString()));
    schema
        .path("properties")
        .properties()
        .forEach(property -> {
          if (required.contains(property.getKey()) || chance(OPTIONAL_PERCENT, random)) {
            object.set(property.getKey(), valid(property.getValue(), property.getKey(), random));
          }
        });
    return object;
  }

  private ArrayNode array(JsonNode schema, String name, RandomGenerator random) {
    ArrayNode array = JSON.createArrayNode();
    int size = Math.max(schema.path("minItems").asInt(0), random.nextInt(4));
    for (int i = 0; i < size; i++) {
      array.add(valid(schema.path("items"), name, random));
    }
    return array;
  }

  private long integer(JsonNode schema, String name, RandomGenerator random) {
    String there = known.any(name, random);
    // Elsewhere, a parameter of this name may be an id.
    if (there != null && there.matches("\\d+")) {
      return Long.parseLong(there);
    }
    long low = schema.path("minimum").asLong(0);
    long high = Math.min(schema.path("maximum").asLong(100), 1_000_000);
    return low + (high > low ? random.nextLong(high - low + 1) : 0);
  }

  private static double number(JsonNode schema, RandomGenerator random) {
    double low = schema.path("minimum").asDouble(-85);
    double high = schema.path("maximum").asDouble(85);
    return switch (random.nextInt(8)) {
      case 0 -> low;
      case 1 -> high;
      case 2 -> 0;
      default -> Math.round((low + random.nextDouble() * (high - low)) * 1e5) / 1e5;
    };
  }

  private String string(JsonNode schema, String name, RandomGenerator random) {
    String there = known.any(name, random);
    if (there != null) {
      return there;
    }
    return switch (schema.path("format").asString("")) {
      case "date-time" ->
          Instant.now()
              .plus(1 + random.nextInt(10_000), ChronoUnit.MINUTES)
              .truncatedTo(ChronoUnit.MILLIS)
              .toString();
      case "date" ->
          "20%02d-%02d-%02d"
              .formatted(random.nextInt(26, 99), random.nextInt(1, 13), random.nextInt(1, 29));
      case "time" -> "%02d:%02d".formatted(random.nextInt(24), random.nextInt(60));
      default -> text(schema, random);
    };
  }

  private static String text(JsonNode schema, RandomGenerator random) {
    int most = schema.path("maxLength").asInt(100);
    int least = schema.path("minLength").asInt(1);
    if (chance(HUGE_PERCENT, random) && !schema.has("maxLength") && !schema.has("pattern")) {
      return "x".repeat(HUGE);
    }
    int length = least + random.nextInt(Math.clamp(most - least, 1, 12));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    boolean hasRoom = most >= length + WHISPER.length() && !schema.has("pattern");
    return length % 3 == 0 && hasRoom ? text + WHISPER : text.toString();
  }

  /// A body that is invalid somewhere: in one or two values, or as a whole.
  byte[] mutated(JsonNode valid, RandomGenerator random) {
    if (chance(20, random) || !valid.isContainer()) {
      return wholeMutated(valid, random);
    }
    JsonNode copy = valid.deepCopy();
    List<String> raw = new ArrayList<>();
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      change(copy, raw, random);
    }
    String text = JSON.writeValueAsString(copy);
    for (int i = 0; i < raw.size(); i++) {
      text = text.replace("\"@@" + i + "@@\"", raw.get(i));
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void change(JsonNode root, List<String> raw, RandomGenerator random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(root, containers);
    JsonNode container = pick(containers, random);
    String mark = "@@" + raw.size() + "@@";
    switch (container) {
      case ObjectNode object -> {
        List<String> names = new ArrayList<>(object.propertyNames());
        if (names.isEmpty() || chance(10, random)) {
          raw.add(pick(NASTY, random));
          object.put("extra", mark);
          return;
        }
        String name = pick(names, random);
        if (chance(15, random)) {
          object.remove(name);
        } else if (chance(10, random)) {
          String value = JSON.writeValueAsString(object.get(name));
          raw.add(value + ",\"" + name + "\":" + value);
          object.put(name, mark);
        } else {
          raw.add(pick(NASTY, random));
          object.put(name, mark);
        }
      }
      case ArrayNode array -> {
        raw.add(pick(NASTY, random));
        array.insert(random.nextInt(array.size() + 1), JSON.valueToTree(mark));
      }
      default -> throw new IllegalStateException("no container");
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static byte[] wholeMutated(JsonNode valid, RandomGenerator random) {
    String text = JSON.writeValueAsString(valid);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(12)) {
      case 0 -> new byte[0];
      case 1 -> pick(NASTY, random).getBytes(StandardCharsets.UTF_8);
      case 2 -> text.substring(0, random.nextInt(text.length())).getBytes(StandardCharsets.UTF_8);
      case 3 -> (text + pick(NASTY, random)).getBytes(StandardCharsets.UTF_8);
      case 4 -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
      case 5 -> text.getBytes(StandardCharsets.UTF_16);
      case 6 -> text.getBytes(StandardCharsets.UTF_16LE);
      case 7 -> joined(bytes, new byte[] {(byte) 0xc0, (byte) 0xaf}, random);
      case 8 -> joined(bytes, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, random);
      case 9 -> joined(bytes, new byte[] {(byte) 0xff}, random);
      case 10 -> joined(bytes, new byte[] {0}, random);
      default -> ("[" + text + "]").getBytes(StandardCharsets.UTF_8);
    };
  }

  private static byte[] joined(byte[] bytes, byte[] within, RandomGenerator random) {
    int at = random.nextInt(bytes.length + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(within);
    out.write(bytes, at, bytes.length - at);
    return out.toByteArray();
  }
}
