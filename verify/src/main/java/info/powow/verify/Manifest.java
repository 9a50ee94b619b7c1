package info.powow.verify;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `manifest.json`: what the bundle is, and the hash of each of its files.
///
/// @param log null if there is no transparency log
/// @param conversations by their ids
/// @param previous null if no bundle was made before
record Manifest(
    String bundle,
    String caseId,
    String madeBy,
    String madeAt,
    @Nullable String from,
    @Nullable String to,
    @Nullable Log log,
    Map<String, Conversation> conversations,
    long events,
    long erased,
    long omitted,
    List<Listed> files,
    @Nullable Previous previous) {
  static final String FORMAT = "powow-bundle/1";

  /// @param key the public key of the log, as the bundle says
  record Log(String origin, String key, long size, String root) {}

  /// @param tagKey with it, the leaves of the conversation can be recognised
  /// @param first the first position within the range
  /// @param last the last one; less than `first` if there is none
  /// @param openEnd whether nothing had been said after `last` when the bundle was made
  record Conversation(String id, byte[] tagKey, long first, long last, boolean openEnd) {}

  record Listed(String name, long bytes, String sha256) {}

  /// The checkpoint of the bundle that was made before.
  record Previous(String bundle, long size, String root, List<String> proof) {}

  static Manifest parse(byte[] json) throws Broken {
    Fields all = new Fields("manifest.json", Json.object(json, "manifest.json"));
    String format = all.text("format");
    if (!format.equals(FORMAT)) {
      throw new Broken("the bundle has the format " + format + "; this verifier reads " + FORMAT);
    }
    Fields query = all.fields("query");
    Fields log = all.has("log") ? all.fields("log") : null;
    Fields counts = all.fields("counts");
    Map<String, Conversation> conversations = new LinkedHashMap<>();
    for (Fields each : all.list("conversations")) {
      Conversation conversation =
          new Conversation(
              each.text("id"),
              each.has("tagKey") ? each.bytes("tagKey") : new byte[0],
              each.number("first"),
              each.number("last"),
              each.truth("openEnd"));
      conversations.put(conversation.id(), conversation);
    }
    List<Listed> files = new ArrayList<>();
    for (Fields each : all.list("files")) {
      files.add(new Listed(each.text("name"), each.number("bytes"), each.text("sha256")));
    }
    Fields previous = all.has("previous") ? all.fields("previous") : null;
    return new Manifest(
        all.text("bundleId"),
        all.text("caseId"),
        all.text("madeBy"),
        all.text("madeAt"),
        query.has("from") ? query.text("from") : null,
        query.has("to") ? query.text("to") : null,
        log == null
            ? null
            : new Log(log.text("origin"), log.text("key"), log.number("size"), log.text("root")),
        conversations,
        counts.number("events"),
        counts.number("erased"),
        counts.number("omitted"),
        files,
        previous == null
            ? null
            : new Previous(
                previous.text("bundleId"),
                previous.number("size"),
                previous.text("root"),
                previous.texts("proof")));
  }

  /// The fields of an object, with errors that name them.
  record Fields(String where, Map<String, @Nullable Object> values) {
    boolean has(String name) {
      return values.get(name) != null;
    }

    private <T> T as(Class<T> type, String name) throws Broken {
      Object value = values.get(name);
      if (!type.isInstance(value)) {
        throw new Broken(where + " has no usable " + name);
      }
      return type.cast(value);
    }

    String text(String name) throws Broken {
      return as(String.class, name);
    }

    long number(String name) throws Broken {
      return as(Long.class, name);
    }

    boolean truth(String name) throws Broken {
      return as(Boolean.class, name);
    }

    byte[] bytes(String name) throws Broken {
      try {
        return Base64.getDecoder().decode(text(name));
      } catch (IllegalArgumentException _) {
        throw new Broken(where + " has no usable " + name);
      }
    }

    Fields fields(String name) throws Broken {
      @SuppressWarnings("unchecked")
      Map<String, @Nullable Object> fields = as(Map.class, name);
      return new Fields(where, fields);
    }

    List<Fields> list(String name) throws Broken {
      List<Fields> list = new ArrayList<>();
      for (Object each : as(List.class, name)) {
        if (!(each instanceof Map<?, ?>)) {
          throw new Broken(where + " has no usable " + name);
        }
        @SuppressWarnings("unchecked")
        Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) each;
        list.add(new Fields(where, fields));
      }
      return list;
    }

    List<String> texts(String name) throws Broken {
      List<String> texts = new ArrayList<>();
      for (Object each : as(List.class, name)) {
        if (!(each instanceof String text)) {
          throw new Broken(where + " has no usable " + name);
        }
        texts.add(text);
      }
      return texts;
    }
  }
}
