package info.powow.query;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Makes calls of [WaitsForViews] controllers wait for the views.
final class StaleViewHeader implements HandlerInterceptor {
  static final String NAME = "Powow-Behind";

  private final ReadYourWrites readYourWrites;

  StaleViewHeader(ReadYourWrites readYourWrites) {
    this.readYourWrites = readYourWrites;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getDispatcherType() == DispatcherType.REQUEST
        && handler instanceof HandlerMethod method
        && AnnotatedElementUtils.hasAnnotation(method.getBeanType(), WaitsForViews.class)) {
      long behind = readYourWrites.await();
      if (behind > 0) {
        response.setHeader(NAME, Long.toString(behind));
      }
    }
    return true;
  }
}
