package info.powow.http;

import info.powow.domain.PersonId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The list that a cursor continues. A cursor of another list is refused.
///
/// @param person the caller
/// @param route such as `nearby people`
/// @param question the query, without the page size, which may differ from page to page
public record CursorScope(PersonId person, String route, List<String> question) {

  /// @param question values are compared as text; null is distinct from any text
  public static CursorScope of(PersonId person, String route, @Nullable Object... question) {
    return new CursorScope(
        person, route, Arrays.stream(question).map(part -> Objects.toString(part, "\0")).toList());
  }

  /// An unambiguous encoding.
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, person.value());
      write(out, route);
      for (String part : question) {
        write(out, part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String part) throws IOException {
    byte[] text = part.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
  }
}
