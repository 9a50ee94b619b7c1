package info.powow.projection.mongo;

/// A document that answers a question.
public interface View {
  /// Its `_id`.
  String id();
}
