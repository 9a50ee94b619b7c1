package info.powow.http;

import info.powow.domain.FieldError;

/// An exception with a status of its own that knows which part of the request is at fault.
public interface NamesField {
  FieldError error();
}
