package info.powow.projection.mongo;

/// A document that answers a question.
public interface StoredView {
  /// Its `_id`.
  String id();
}
