package info.powow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Compares docs/configuration.md with the declarations of settings. `-Dreference.write=true`
/// writes the page.
class ConfigurationReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String BEGIN =
      "<!-- from here on written by ConfigurationReferenceTest -->\n";

  @Test
  void theReferenceListsEverySettingAsTheCodeDeclaresIt() throws IOException {
    String page = Files.readString(PAGE);
    String introduction = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String expected = introduction + table();
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(expected);
  }

  private static String table() throws IOException {
    TreeMap<String, JsonNode> settings = new TreeMap<>();
    for (URL metadata : metadata()) {
      try (InputStream stream = metadata.openStream()) {
        for (JsonNode setting : JsonMapper.shared().readTree(stream).path("properties")) {
          String name = setting.path("name").asString("");
          if (name.startsWith("powow.")) {
            settings.put(name, setting);
          }
        }
      }
    }
    StringBuilder table =
        new StringBuilder("\n| setting | type | default | meaning |\n| --- | --- | --- | --- |\n");
    settings.forEach((name, setting) ->
        table
            .append("| `")
            .append(name)
            .append("` | ")
            .append(type(setting))
            .append(" | ")
            .append(defaultValue(setting.path("defaultValue")))
            .append(" | ")
            .append(description(name, setting))
            .append(" |\n"));
    return table.toString();
  }

  private static List<URL> metadata() throws IOException {
    return Collections.list(
        ConfigurationReferenceTest.class
            .getClassLoader()
            .getResources("META-INF/spring-configuration-metadata.json"));
  }

  /// The name of a type for operators.
  private static String type(JsonNode setting) {
    String type = setting.path("type").asString("");
    return switch (type) {
      case "java.lang.Boolean" -> "`true` or `false`";
      case "java.lang.Integer", "java.lang.Long" -> "integer";
      case "java.lang.Double" -> "number";
      case "java.lang.String" -> "text";
      case "java.net.URI" -> "address";
      case "java.nio.file.Path" -> "path";
      case "java.time.Duration" -> "duration";
      case "java.time.LocalTime" -> "time of day";
      case "java.util.List<java.lang.String>", "java.util.List<java.net.URI>" -> "list";
      case "org.springframework.util.unit.DataSize" -> "size";
      case "info.powow.images.boot.ImageProperties$Kind" -> "`files` or `gridfs`";
      case "info.powow.notify.mail.SmtpMailSender$Encryption" -> "`starttls`, `tls` or `none`";
      default -> throw new AssertionError("what is a " + type + " to an operator?");
    };
  }

  private static String defaultValue(JsonNode value) {
    if (value.isMissingNode() || (value.isArray() && value.isEmpty())) {
      return "none";
    }
    String text = value.isString() ? value.asString() : value.toString();
    return text.isEmpty() ? "none" : "`" + text + "`";
  }

  private static String description(String name, JsonNode setting) {
    String description = setting.path("description").asString("");
    assertThat(description).describedAs("the description of %s", name).isNotBlank();
    return description.replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
