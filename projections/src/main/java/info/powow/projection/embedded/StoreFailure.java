package info.powow.projection.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;

/// The store could not be read or written. The message has no keys and no values.
final class StoreFailure extends MongoServerError {
  private static final long serialVersionUID = 1L;
  private static final int INTERNAL_ERROR = 1;

  StoreFailure(String message) {
    super(INTERNAL_ERROR, "InternalError", message);
  }

  StoreFailure(Throwable cause) {
    super(INTERNAL_ERROR, "InternalError", "the store of the views has failed", cause);
  }
}
