package info.powow.http.json;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Reads a `@RequestBody` that is one of our records with [StrictJson], like a STOMP body.
final class JsonBody implements HandlerMethodArgumentResolver {
  private static final String OURS = "info.powow.";

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.hasParameterAnnotation(RequestBody.class)
        && parameter.getParameterType().isRecord()
        && parameter.getParameterType().getName().startsWith(OURS);
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binder)
      throws IOException, HttpMediaTypeNotSupportedException {
    HttpServletRequest request = web.getNativeRequest(HttpServletRequest.class);
    if (request == null) {
      throw new IllegalStateException("not a servlet request");
    }
    byte[] body = request.getInputStream().readAllBytes();
    String contentType = request.getContentType();
    if (contentType != null || body.length > 0) {
      requireJson(contentType);
    }
    return StrictJson.read(parameter.getParameterType(), body);
  }

  private static void requireJson(@Nullable String contentType)
      throws HttpMediaTypeNotSupportedException {
    MediaType type = parsed(contentType);
    if (type == null
        || !type.getType().equals("application")
        || !type.getSubtype().equals("json")
        || !isUtf8(type)) {
      throw new HttpMediaTypeNotSupportedException(type, List.of(MediaType.APPLICATION_JSON));
    }
  }

  private static boolean isUtf8(MediaType type) {
    return type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8);
  }

  private static @Nullable MediaType parsed(@Nullable String contentType) {
    try {
      return contentType == null ? null : MediaType.parseMediaType(contentType);
    } catch (InvalidMediaTypeException _) {
      return null;
    }
  }
}
