package info.powow.query.image;

import info.powow.domain.FieldError;
import info.powow.http.NamesField;
import java.io.Serial;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/// The client asked for bytes behind the end of a picture.
final class RangeNotSatisfiable extends ErrorResponseException implements NamesField {
  @Serial private static final long serialVersionUID = 1L;

  private final long length;

  RangeNotSatisfiable(long length) {
    super(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
    this.length = length;
  }

  @Override
  public FieldError error() {
    return new FieldError("Range", "a range within " + length + " bytes", "another range");
  }
}
