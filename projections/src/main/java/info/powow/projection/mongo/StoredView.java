package info.powow.projection.mongo;

/// A document that answers a query.
public interface StoredView {
  /// Its `_id`.
  String id();
}
