package info.powow.http;

import info.powow.domain.FieldError;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.BindException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/// Converts every failure of an HTTP call to a problem. Neither the answer nor the log contains
/// request data.
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final int FRAMES_LOGGED = 6;
  private static final String OURS = "info.powow.";

  @ExceptionHandler({Rejected.class, CompletionException.class})
  ResponseEntity<ProblemDetail> refused(Exception failure) {
    Rejected refusal = Rejected.in(failure);
    return refusal == null ? failed(failure) : Problems.answer(refusal);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> failed(Exception failure) {
    Rejected refusal = Rejected.in(failure);
    if (refusal != null) {
      return Problems.answer(refusal);
    }
    // Jetty decodes the query string only when a parameter is read.
    if (failure instanceof HttpException http && http.getCode() < 500) {
      return Problems.answer(Rejected.field("request", "HTTP in UTF-8", "other bytes"));
    }
    // One line of bounded length, so that a client that finds a fault cannot fill the log.
    LOG.error("a call failed: {}", origin(failure));
    return Problems.answer(new Rejected(Reason.INTERNAL));
  }

  /// The class of a failure and its origin, without the message, which may quote request data.
  static String origin(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < 16; depth++) {
      root = root.getCause();
    }
    StackTraceElement[] stack = root.getStackTrace();
    return root.getClass().getName()
        + Stream.concat(
                Arrays.stream(stack).limit(1),
                Arrays.stream(stack).skip(1).filter(frame -> frame.getClassName().startsWith(OURS)))
            .limit(FRAMES_LOGGED)
            .map(frame -> " at " + frame)
            .collect(Collectors.joining());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    Reason reason = reasonOf(status);
    FieldError error = reason == Reason.INVALID_REQUEST ? errorOf(failure) : null;
    ProblemDetail problem =
        Problems.of(error == null ? new Rejected(reason) : new Rejected(reason, error));
    // Framework errors such as "method not allowed" and "not acceptable" keep their HTTP status.
    problem.setStatus(status.value());
    return super.handleExceptionInternal(failure, problem, headers, status, request);
  }

  private static Reason reasonOf(HttpStatusCode status) {
    if (status.value() == HttpStatus.NOT_FOUND.value()) {
      return Reason.NOT_FOUND;
    }
    if (status.value() == HttpStatus.CONTENT_TOO_LARGE.value()) {
      return Reason.TOO_LARGE;
    }
    return status.is5xxServerError() ? Reason.INTERNAL : Reason.INVALID_REQUEST;
  }

  private static FieldError errorOf(Exception failure) {
    return switch (failure) {
      case NamesField named -> named.error();
      case MissingServletRequestParameterException missing ->
          new FieldError(missing.getParameterName(), "a query parameter", "absent");
      case MissingRequestHeaderException missing ->
          new FieldError(missing.getHeaderName(), "a header", "absent");
      case MethodArgumentTypeMismatchException mismatch -> named(mismatch.getName(), mismatch);
      case TypeMismatchException mismatch ->
          named(String.valueOf(mismatch.getPropertyName()), mismatch);
      case BindException invalid -> inBound(invalid);
      case HttpMediaTypeNotSupportedException unsupported ->
          new FieldError(
              "Content-Type",
              unsupported.getSupportedMediaTypes().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining(", ")),
              unsupported.getContentType() == null ? "absent" : "another type");
      case HttpMediaTypeNotAcceptableException _ ->
          new FieldError("Accept", "a type that is served", "another type");
      case HttpRequestMethodNotSupportedException unsupported ->
          new FieldError("method", methods(unsupported), "another method");
      default -> new FieldError("request", "a request as documented", "another one");
    };
  }

  private static String methods(HttpRequestMethodNotSupportedException unsupported) {
    String[] methods = unsupported.getSupportedMethods();
    return methods == null ? "a documented method" : String.join(", ", methods);
  }

  private static FieldError inBound(BindException invalid) {
    org.springframework.validation.FieldError first = invalid.getFieldError();
    if (first == null) {
      return new FieldError("query", "parameters as documented", "others");
    }
    return first.contains(Exception.class)
        ? named(first.getField(), first.unwrap(Exception.class))
        : new FieldError(first.getField(), "a parameter as documented", "another one");
  }

  private static FieldError named(String name, Exception failure) {
    Rejected refusal = Rejected.in(failure);
    FieldError error = refusal == null ? null : refusal.error();
    return error == null
        ? new FieldError(name, "a value as documented", "another one")
        : new FieldError(name, error.expected(), error.received());
  }
}
