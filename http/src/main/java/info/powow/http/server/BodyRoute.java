package info.powow.http.server;

import info.powow.domain.Reason;
import java.nio.file.Path;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// A route whose request body may be larger than `powow.http.max-body`. Declared as a bean by the
/// module that has the route.
public sealed interface BodyRoute {
  HttpMethod method();

  PathPattern path();

  /// In bytes.
  long maxBytes();

  /// Holds the body in memory until the request is done.
  record InMemory(HttpMethod method, PathPattern path, long maxBytes) implements BodyRoute {}

  /// Writes the body to a file as it arrives. Requires sign-in.
  ///
  /// @param folder the folder of the file during the request
  /// @param tooLarge the reason for refusing a larger body
  record ToFile(HttpMethod method, PathPattern path, long maxBytes, Path folder, Reason tooLarge)
      implements BodyRoute {}

  static BodyRoute inMemory(HttpMethod method, String path, long maxBytes) {
    return new InMemory(method, PathPatternParser.defaultInstance.parse(path), maxBytes);
  }

  static BodyRoute toFile(
      HttpMethod method, String path, long maxBytes, Path folder, Reason tooLarge) {
    return new ToFile(
        method, PathPatternParser.defaultInstance.parse(path), maxBytes, folder, tooLarge);
  }

  default boolean matches(String requested, String pathInContext) {
    return method().matches(requested) && path().matches(PathContainer.parsePath(pathInContext));
  }
}
