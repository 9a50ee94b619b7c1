package info.powow.socket.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.Role;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of a SEND frame. Fields that nobody asks for are ignored, so that clients may be newer
/// than the server; those that are asked for must be there and of their type.
final class JsonPayload implements Payload {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final JsonNode root;

  private JsonPayload(JsonNode root) {
    this.root = root;
  }

  /// @param body empty means `{}`
  /// @throws Rejected with `invalid_request` when it is no JSON object
  static JsonPayload of(byte[] body) {
    if (body.length == 0) {
      return new JsonPayload(JSON.createObjectNode());
    }
    try {
      JsonNode root = JSON.readTree(body);
      if (root.isObject()) {
        return new JsonPayload(root);
      }
    } catch (JacksonException _) {
      // What it says may quote the message.
    }
    throw invalid();
  }

  /// The key of a payload, as far as it can be made out: for the answer to one that is wrong.
  static @Nullable String keyIn(byte[] body) {
    try {
      JsonNode key = JSON.readTree(body).get("key");
      return key != null && key.isString() ? key.stringValue() : null;
    } catch (JacksonException _) {
      return null;
    }
  }

  @Override
  public String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw invalid();
    }
    return text;
  }

  @Override
  public @Nullable String optionalText(String name) {
    JsonNode node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isString()) {
      throw invalid();
    }
    return node.stringValue();
  }

  @Override
  public CommandKey key() {
    return new CommandKey(text("key"));
  }

  @Override
  public PersonId person(String name) {
    return new PersonId(text(name));
  }

  @Override
  public List<PersonId> people(String name) {
    return list(name, PersonId::new);
  }

  @Override
  public @Nullable List<PersonId> optionalPeople(String name) {
    return present(name) == null ? null : people(name);
  }

  @Override
  public List<ImageId> images(String name) {
    return list(name, ImageId::new);
  }

  @Override
  public @Nullable ImageId optionalImage(String name) {
    String image = optionalText(name);
    return image == null ? null : new ImageId(image);
  }

  @Override
  public Role role(String name) {
    return switch (text(name)) {
      case "owner" -> Role.OWNER;
      case "moderator" -> Role.MODERATOR;
      case "member" -> Role.MEMBER;
      default -> throw invalid();
    };
  }

  private <T> List<T> list(String name, Function<String, T> of) {
    JsonNode node = present(name);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray()) {
      throw invalid();
    }
    List<T> items = new ArrayList<>(node.size());
    for (JsonNode item : node) {
      if (!item.isString()) {
        throw invalid();
      }
      items.add(of.apply(item.stringValue()));
    }
    return items;
  }

  @Override
  public boolean flag(String name) {
    Boolean flag = optionalFlag(name);
    if (flag == null) {
      throw invalid();
    }
    return flag;
  }

  @Override
  public boolean flag(String name, boolean otherwise) {
    Boolean flag = optionalFlag(name);
    return flag == null ? otherwise : flag;
  }

  private @Nullable Boolean optionalFlag(String name) {
    JsonNode node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isBoolean()) {
      throw invalid();
    }
    return node.booleanValue();
  }

  @Override
  public double number(String name) {
    JsonNode node = present(name);
    if (node == null || !node.isNumber()) {
      throw invalid();
    }
    return node.doubleValue();
  }

  @Override
  public long position(String name) {
    Long position = optionalPosition(name);
    if (position == null) {
      throw invalid();
    }
    return position;
  }

  @Override
  public @Nullable Long optionalPosition(String name) {
    JsonNode node = present(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw invalid();
    }
    return node.longValue();
  }

  @Override
  public @Nullable Instant optionalTime(String name) {
    String time = optionalText(name);
    if (time == null) {
      return null;
    }
    try {
      return Instant.parse(time);
    } catch (DateTimeParseException _) {
      throw invalid();
    }
  }

  /// null in JSON is the same as absent.
  private @Nullable JsonNode present(String name) {
    JsonNode node = root.get(name);
    return node == null || node.isNull() ? null : node;
  }

  private static Rejected invalid() {
    return new Rejected(Reason.INVALID_REQUEST);
  }
}
