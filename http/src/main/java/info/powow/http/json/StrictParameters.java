package info.powow.http.json;

import info.powow.domain.CommandKey;
import info.powow.domain.FieldError;
import info.powow.domain.Rejected;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Validates query parameters, path variables and the key as strictly as [StrictJson] validates
/// fields, before Spring converts them. Spring accepts `0x1F` and ` 31 ` as 31 and `yes` as true,
/// and ignores repeated parameters. Custom converters would not help, because Spring falls back to
/// its editors when they refuse.
final class StrictParameters implements HandlerInterceptor {
  private static final String KEY = "Idempotency-Key";
  private static final String OURS = "info.powow.";
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(multipart/|application/x-www-form-urlencoded)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

  private final Map<Method, List<Check>> checks = new ConcurrentHashMap<>();

  private record Check(String name, ParameterKind kind, boolean inPath) {}

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws HttpMediaTypeNotSupportedException {
    if (handler instanceof HandlerMethod method) {
      requireNoForm(request, method);
    }
    requireEachOnce(request.getQueryString());
    requireKey(request.getHeaders(KEY));
    if (handler instanceof HandlerMethod method) {
      for (Check check : checks.computeIfAbsent(method.getMethod(), _ -> checksOf(method))) {
        String text =
            check.inPath()
                ? variables(request).get(check.name())
                : request.getParameter(check.name());
        if (text != null) {
          check.kind().require(check.name(), text);
        }
      }
    }
    return true;
  }

  /// For servlets, form fields are parameters, and reading a parameter parses the body.
  private static void requireNoForm(HttpServletRequest request, HandlerMethod method)
      throws HttpMediaTypeNotSupportedException {
    String contentType = request.getContentType();
    if (contentType == null
        || !FORM.matcher(contentType).lookingAt()
        || takesAForm(method, contentType)) {
      return;
    }
    throw new HttpMediaTypeNotSupportedException(
        MediaType.APPLICATION_FORM_URLENCODED, List.of(MediaType.APPLICATION_JSON));
  }

  private static boolean takesAForm(HandlerMethod method, String contentType) {
    String form =
        contentType.strip().regionMatches(true, 0, "multipart/", 0, "multipart/".length())
            ? MediaType.MULTIPART_FORM_DATA_VALUE
            : MediaType.APPLICATION_FORM_URLENCODED_VALUE;
    RequestMapping mapping =
        AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
    return mapping != null && Arrays.asList(mapping.consumes()).contains(form);
  }

  private static void requireEachOnce(@Nullable String query) {
    if (query == null || query.indexOf('&') < 0) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (String pair : query.split("&", -1)) {
      int end = pair.indexOf('=');
      String name = decoded(end < 0 ? pair : pair.substring(0, end));
      if (!name.isEmpty() && !names.add(name)) {
        throw Rejected.field(
            PLAIN_NAME.matcher(name).matches() ? name : "query", "it once", "it twice");
      }
    }
  }

  private static String decoded(String name) {
    if (name.indexOf('%') < 0 && name.indexOf('+') < 0) {
      return name;
    }
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      // Refused when a parameter is read.
      return name;
    }
  }

  private static void requireKey(Enumeration<String> keys) {
    if (!keys.hasMoreElements()) {
      return;
    }
    String key = keys.nextElement();
    if (keys.hasMoreElements()) {
      throw Rejected.field(KEY, "it once", "it twice");
    }
    try {
      CommandKey _ = new CommandKey(key);
    } catch (Rejected e) {
      // Names the header in the refusal.
      throw new Rejected(e.reason(), new FieldError(KEY, e.reason().message(), "another value"));
    }
  }

  @SuppressWarnings("unchecked") // As documented in HandlerMapping.
  private static Map<String, String> variables(HttpServletRequest request) {
    Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    return variables == null ? Map.of() : (Map<String, String>) variables;
  }

  private static List<Check> checksOf(HandlerMethod method) {
    List<Check> found = new ArrayList<>();
    for (MethodParameter parameter : method.getMethodParameters()) {
      parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
      PathVariable inPath = parameter.getParameterAnnotation(PathVariable.class);
      RequestParam inQuery = parameter.getParameterAnnotation(RequestParam.class);
      Type type = parameter.getGenericParameterType();
      if (inPath != null) {
        add(found, name(inPath.name(), parameter), ParameterKind.inPath(type), true);
      } else if (inQuery != null) {
        add(found, name(inQuery.name(), parameter), ParameterKind.inQuery(type), false);
      } else if (isParameters(parameter)) {
        for (RecordComponent component : parameter.getParameterType().getRecordComponents()) {
          add(found, component.getName(), ParameterKind.inQuery(component.getGenericType()), false);
        }
      }
    }
    return List.copyOf(found);
  }

  private static String name(String given, MethodParameter parameter) {
    return given.isEmpty() ? String.valueOf(parameter.getParameterName()) : given;
  }

  private static void add(
      List<Check> found, String name, @Nullable ParameterKind kind, boolean inPath) {
    if (kind != null) {
      found.add(new Check(name, kind, inPath));
    }
  }

  /// Several parameters in one record.
  private static boolean isParameters(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type.isRecord()
        && type.getName().startsWith(OURS)
        && parameter.getParameterAnnotations().length == 0;
  }
}
